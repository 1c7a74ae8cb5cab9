"""Every address × method × person × object: who gets in (``rows``), who asks (``people``), about what (``things``)."""

"""The words of the rules by subject; ``rule_texts`` puts them together and says them."""

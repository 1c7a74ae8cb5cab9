import json
from datetime import date
import random
import pytest
from tests.reports import rows
from reports.snapshot import take
def test_try(db):
    rng = random.Random(7)
    with rows.counting():
        for n in range(90):
            p = rows.person(date(2024, rng.randint(1,12), rng.randint(1,28)), gender=rng.choice(["WOMAN"]*6+["MAN"]*5+["OTHER"]), birth_year=rng.choice([None]+[2024-rng.randint(5,55) for _ in range(12)]), age=rng.choice(["ADULT"]*5+["CHILD","UNCLEAR"]),
               citizenships=rng.choice([["RO"],["SE"],["NG"],["TH"],["BG"],[]]), form=rng.choice(["LABOUR"]*5+["SEXUAL"]*5+["BEGGING","CRIME","SERVITUDE",None]), county=rng.choice(["01"]*6+["12"]*4+["14"]*4+["03","05","18","25",""]), route=rng.choice(["SELF","OUTREACH","OUTREACH","COOPERATING","AUTHORITY","REGIONAL","OTHER_PERSON","UNKNOWN"]), state=rng.choice(["OPEN"]*5+["LEFT"]+["NO_GROUND"]), certainty=rng.choice(["CONCEIVABLE","LIKELY","INJURED_PARTY"]))
            kids = [rows.dependant(p, birth_year=2024-rng.randint(0,20)) for _ in range(rng.choice([0,0,0,1,2]))]
            if rng.random() < .5:
                d = rng.choice([30,30,30,20,10])
                rows.rest(p, p.identified_on, d, used=rng.choice([None,None,max(1,d-8)]), children={k: d for k in kids})
    snap = take(2024, ["persons","route","left","rest","indirect","money"], "En kommentar.", by=rows.SYSTEM, on=date(2025,1,10))
    open("/tmp/nsp-report/snap.json","w").write(json.dumps(snap, ensure_ascii=False, indent=1))

"""A person in the codes of HTCDS 2.0: every code of ours maps or stands among the gaps with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cases import htcds, languages
from cases.htcds import Coded, mapped
from cases.models.branch import Branch
from cases.models.choices import Form, Gender
from cases.models.exploitation import Control, LegalClass, Recruitment, SubForm

LISTS: dict[str, Any] = {one.__name__: one for one in (Form, SubForm, Branch, Recruitment, Control, LegalClass, Gender)}

# Copied by hand from the standard's own list of codes (research/htcds.md), not from our data.
THEIRS = {
    "vic_TypeOfExploitation": "ForcedLabour SexualExploitation ChildLabour ForcedMarriage Servitude"
    " ForcedMilitaryByNonStateActors OrganRemoval ForcedBegging ForcedAdoption Surrogacy Other",
    "vic_TypeOfSexExploitation": "Prostitution Pornography RemoteInteractiveServices PrivateSexualServices",
    "vic_MethodsOfControl": "PhysicalThreats ThreatsLawEnforcement ThreatensChildrenFamily DebtBondage FalsePromises"
    " PhysicalAbuse SexualAbuse TakesEarnings RestrictsFinancialAccess RestrictsMedicalCare WithholdsNecessities"
    " PsychologicalAbuse PsychoactiveSubstance ExcessiveWorkingHours WithholdsDocuments Other",
    "vic_MethodOfRecruitment": "AtAPlaceOfBusiness AtAnEducationalInstitution AtWork ThroughOnlineSocialNetworks"
    " ThroughAnOnlineAdvertisement ThroughATelevisionAdvert ThroughANewspaperAdvert ThroughFamilyOrFamilyEvents"
    " ThroughFriendsOrSocialEvents Other",
    "vic_TraffickingStatus": "PossibleVictimOfTrafficking ActualVictimOfTrafficking NotAVictimOfTrafficking",
    "prs_Gender": "Feminine Masculine TransgenderFeminine TransgenderMasculine NonConforming NonSpecifiedUnknown",
    "vic_ForcedLabourIndustry": "A_AgricultureForestryAndFishing B_MiningAndQuarrying C_Manufacturing"
    " D_ElectricityGasSteamAndAirConditioningSupply E_WaterSupplySewerageWasteManagement F_Construction"
    " G_WholesaleAndRetailTradeRepairOfMotorVehicles H_TransportationAndStorage"
    " I_AccommodationAndFoodServiceActivities J_InformationAndCommunication K_FinancialAndInsuranceActivities"
    " L_RealEstateActivities M_ProfessionalScientificAndTechnicalActivities"
    " N_AdministrativeAndSupportServiceActivities O_PublicAdministrationAndDefence P_Education"
    " Q_HumanHealthAndSocialWorkActivities R_ArtsEntertainmentAndRecreation S_OtherServiceActivities"
    " T_ActivitiesOfHouseholdsAsEmployers U_ActivitiesOfExtraterritorialOrganizations",
}


@pytest.mark.parametrize("row", htcds.data()["fields"], ids=lambda row: row["list"])
def test_every_code_of_ours_maps_or_is_a_gap_with_a_reason(row: dict[str, Any]) -> None:
    codes, gaps = set(row["codes"]), set(row["gaps"])
    assert not codes & gaps
    assert codes | gaps == set(LISTS[row["list"]].values)
    known = set(THEIRS[row["field"]].split())
    assert set(row["codes"].values()) <= known
    assert {gap["as"] for gap in row["gaps"].values()} <= known | {""}
    assert all(len(gap["why"]) > 20 for gap in row["gaps"].values())
    assert len(set(row["codes"].values())) == len(codes), "two of ours that became one could not be told apart"


def test_every_list_is_there() -> None:
    assert sorted(row["list"] for row in htcds.data()["fields"]) == sorted(LISTS)


def test_what_the_standard_lacks_goes_to_other_and_stands_beside_it_under_our_own_code() -> None:
    codes = {
        "Form": ["CRIME", "OTHER", "UNKNOWN"],
        "Control": ["MOVEMENT", "DEBT"],
        "LegalClass": ["SIMILAR"],
        "Branch": ["F"],
        "Gender": ["MAN"],
    }
    assert mapped(Coded(codes, citizenships=["PL"], language="pol", age=24)) == {
        "standard": "HTCDS 2.0",
        "fields": {
            "vic_TypeOfExploitation": ["Other"],
            "vic_MethodsOfControl": ["Other", "DebtBondage"],
            "vic_ForcedLabourIndustry": "F_Construction",
            "prs_Gender": "Masculine",
            "prs_Citizenship": ["PL"],
            "prs_PrimaryLanguage": "pol",
            "vic_AgeWhenTrafficked": 24,
        },
        "local": {
            "vic_TypeOfExploitation": ["CRIME", "UNKNOWN"],
            "vic_MethodsOfControl": ["MOVEMENT"],
            "vic_TraffickingStatus": ["SIMILAR"],
        },
    }
    assert mapped(Coded()) == {"standard": "HTCDS 2.0", "fields": {}, "local": {}}


def test_the_page_says_what_the_data_says_and_whose_the_standard_is() -> None:
    page = Path("docs/htcds.md").read_text()
    assert page == htcds.page(), "python -m cases.htcds > docs/htcds.md"
    assert "CC BY 4.0" in page
    assert "does not endorse" in page


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("pol", "pol"), ("sqi", "sqi"), ("kmr", "kur"), ("ckb", "kur"), ("prs", "fas"), ("rom", "rom"), ("mul", "mul")],
)
def test_languages_that_are_met_most_have_a_code_there(ours: str, theirs: str) -> None:
    assert htcds.language_of(ours, short=languages.tag_of(ours)) == theirs


def test_a_language_without_a_code_there_is_undetermined() -> None:
    assert htcds.language_of("kea", short=languages.tag_of("kea")) == "und"

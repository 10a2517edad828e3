"""Vectors and boundaries of chapters 1.3, 2.7, 6.2 and 10.1 of the rulebook."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import identifiers
from core.clock import SimulatedClock, running_at
from core.identifiers import InvalidIdentifier

CREDIT_CODE = "12441500196720244T"
BASE_CODE = "442199806003"
IMPLEMENTING_CODE = f"{CREDIT_CODE}3{BASE_CODE}"


def code_of(function, *arguments):
    with pytest.raises(InvalidIdentifier) as caught:
        function(*arguments)
    assert caught.value.sentence == str(caught.value)
    return caught.value.code


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",
        "440524188001010014",
        "320582199003071232",
        "320903198512152040",
        "610702197801010011",
        "32058219990909991X",
        "810000199001010019",
        "830000198512152042",
    ],
)
def test_v01_check_valid_identity_numbers_are_accepted(number):
    assert identifiers.id_number(number) == number


@pytest.mark.parametrize("typed", [" 11010519491231002x ", "110105 19491231 002X", "110105-19491231-002x"])
def test_v01_identity_numbers_are_normalised(typed):
    assert identifiers.id_number(typed) == "11010519491231002X"


def test_v01_full_width_digits_are_read_as_digits():
    assert identifiers.id_number("１１０１０５１９４９１２３１００２Ｘ") == "11010519491231002X"


def test_v01_an_old_number_of_fifteen_digits_is_upgraded():
    assert identifiers.id_number("110105491231002") == "11010519491231002X"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("110105194912310021", "id_number_check"),
        ("11010519491231002", "id_number_length"),
        ("", "id_number_length"),
        ("X10105194912310021", "id_number_characters"),
        ("010105194912310021", "id_number_region"),
        ("320582199002301230", "id_number_date"),
        ("320582209903071230", "id_number_future"),
    ],
)
def test_v01_an_impossible_identity_number_is_refused_with_its_own_reason(number, code):
    assert code_of(identifiers.id_number, number) == code


def test_v01_who_is_born_today_in_shanghai_has_a_number_already():
    number = identifiers.fictional_id_number("320582", date(2025, 3, 4), 1)
    with running_at(SimulatedClock(datetime(2025, 3, 3, 16, 0, tzinfo=UTC))):
        assert identifiers.id_number(number) == number
    with running_at(SimulatedClock(datetime(2025, 3, 3, 15, 59, tzinfo=UTC))):
        assert code_of(identifiers.id_number, number) == "id_number_future"


def test_v01_a_permanent_residents_number_begins_with_nine():
    number = identifiers.fictional_id_number("320582", date(1990, 3, 7), 123)
    foreign = identifiers.people.ric.calc_check_digit("911156" + number[6:])
    assert identifiers.id_number("911156" + number[6:17] + foreign).startswith("9")


def test_v08_birth_and_sex_are_read_from_the_number():
    assert identifiers.birth_date_of("320903198512152040") == date(1985, 12, 15)
    assert identifiers.sex_of("320903198512152040") == "female"
    assert identifiers.sex_of("320582199003071232") == "male"


def test_an_error_never_repeats_the_number():
    with pytest.raises(InvalidIdentifier) as caught:
        identifiers.id_number("110105194912310021")
    assert "110105194912310021" not in str(caught.value)


@pytest.mark.parametrize(
    "code",
    [
        "91110000600037341L",
        "11430000006122244L",
        "12441500196720244T",
        "91350100M000100Y43",
        "11370800MB28559184",
        "11330105002500287C",
    ],
)
def test_v02_real_credit_codes_are_accepted(code):
    assert identifiers.uscc(code.lower()) == code


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("91350100M000100Y34", "uscc_check"),
        ("91350100M000100Y4", "uscc_length"),
        ("91350100I000100Y43", "uscc_characters"),
        ("0135010OM000100Y43", "uscc_characters"),
    ],
)
def test_v02_wrong_credit_codes_are_refused(code, reason):
    assert code_of(identifiers.uscc, code) == reason


def test_v03_organisation_code_with_and_without_hyphen():
    assert identifiers.organisation_code("D2143569-X") == "D2143569X"
    assert code_of(identifiers.organisation_code, "D21435691") == "organisation_code_check"
    assert code_of(identifiers.organisation_code, "D2143569") == "organisation_code_form"


def test_v04_registration_number():
    assert identifiers.registration_no("110108000000016") == "110108000000016"
    assert code_of(identifiers.registration_no, "110108000000017") == "registration_no_check"
    assert code_of(identifiers.registration_no, "11010800000001") == "registration_no_form"


@pytest.mark.parametrize("code", ["320582", "320582100", "320582001001"])
def test_v05_regions_have_six_nine_or_twelve_digits(code):
    assert identifiers.region_code(code) == code


@pytest.mark.parametrize("code", ["3205", "990000", "3205821", "32058A"])
def test_v05_other_regions_are_refused(code):
    assert code_of(identifiers.region_code, code) == "region_code"


@pytest.mark.parametrize("typed", ["13812345678", "+86 138 1234 5678", "0086-13812345678", "138-1234-5678"])
def test_v06_mobile_numbers_are_normalised(typed):
    assert identifiers.mobile(typed) == "13812345678"


@pytest.mark.parametrize("typed", ["12812345678", "1381234567", "138123456789", "١٣٨١٢٣٤٥٦٧٨"])
def test_v06_other_mobile_numbers_are_refused(typed):
    assert code_of(identifiers.mobile, typed) == "mobile"


def test_v06_a_telephone_may_be_a_landline():
    assert identifiers.telephone("0512-58680000") == "0512-58680000"
    assert identifiers.telephone("138 1234 5678") == "13812345678"
    assert code_of(identifiers.telephone, "12345") == "telephone"


def test_v07_project_codes_get_their_hyphens():
    assert identifiers.project_code("25113205828901123456") == "2511-320582-89-01-123456"
    assert identifiers.project_code("2511-320582-89-01-123456") == "2511-320582-89-01-123456"
    assert code_of(identifiers.project_code, "2511-320582-89-01-12345") == "project_code"


@pytest.mark.parametrize("code", ["442199806003", "370117002016", "001046001000"])
def test_i01_base_codes_are_accepted(code):
    """I-01."""
    assert identifiers.base_code(code) == code


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("44219980600", "base_code_form"),
        ("992199806003", "base_code_region"),
        ("440099806003", "base_code_type"),
    ],
)
def test_i01_other_base_codes_are_refused(code, reason):
    """I-01."""
    assert code_of(identifiers.base_code, code) == reason


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (("12441500196720244T", 3, "442199806003"), "12441500196720244T3442199806003"),
        (("11370800MB28559184", 3, "370117002016"), "11370800MB285591843370117002016"),
    ],
)
def test_i02_an_implementing_code_is_built_and_read_back(parts, code):
    """I-02."""
    assert identifiers.implementing_code(*parts) == code
    assert identifiers.read_implementing_code(code) == parts


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (IMPLEMENTING_CODE[:-1], "implementing_code_form"),
        (f"{CREDIT_CODE}X{BASE_CODE}", "implementing_code_form"),
        (f"{CREDIT_CODE}8{BASE_CODE}", "implementing_code_level"),
        (f"12441500196720244A3{BASE_CODE}", "uscc_check"),
        (f"{CREDIT_CODE}3990199806003", "base_code_region"),
    ],
)
def test_i05_an_implementing_code_is_checked_part_by_part(code, reason):
    """I-05."""
    assert code_of(identifiers.read_implementing_code, code) == reason


def test_i03_a_handling_code_adds_two_digits():
    """I-03."""
    code = identifiers.handling_code(IMPLEMENTING_CODE, 7)
    assert len(code) == 33
    assert identifiers.read_handling_code(code) == (IMPLEMENTING_CODE, 7)
    assert code_of(identifiers.handling_code, IMPLEMENTING_CODE, 100) == "handling_code_serial"
    assert code_of(identifiers.read_handling_code, code[:-1]) == "handling_code_form"


def test_i04_the_sample_case_number_is_built_and_read_back():
    """I-04."""
    number = identifiers.case_no(IMPLEMENTING_CODE, date(2022, 6, 23), 68)
    assert number == "12441500196720244T3442199806003202206230068"
    assert len(number) == 43
    assert identifiers.read_case_no(number) == (IMPLEMENTING_CODE, date(2022, 6, 23), 68)


def test_i04_a_serial_is_widened_by_configuration_and_never_wraps(settings):
    arguments = (identifiers.case_no, IMPLEMENTING_CODE, date(2022, 6, 23), 10_000)
    assert code_of(*arguments) == "serial_exhausted"
    settings.CASE_SERIAL_DIGITS = 5
    number = identifiers.case_no(IMPLEMENTING_CODE, date(2022, 6, 23), 10_000)
    assert identifiers.read_case_no(number).serial == 10_000


@pytest.mark.parametrize(
    ("tail", "reason"),
    [("20220623006", "case_no_form"), ("202206310068", "number_date"), ("202206230000", "serial_zero")],
)
def test_i04_wrong_case_numbers_are_refused(tail, reason):
    assert code_of(identifiers.read_case_no, IMPLEMENTING_CODE + tail) == reason


def test_c31_a_receipt_number_is_built_and_read_back():
    """C-31."""
    number = identifiers.receipt_no("320582", date(2025, 11, 21), "2", 42)
    assert number.startswith("320582202511212000042")
    assert len(number) == 22
    assert identifiers.read_receipt_no(number) == ("320582", date(2025, 11, 21), "2", 42)


@given(st.integers(1, 999_999), st.integers(0, 21), st.integers(1, 9))
def test_c31_one_mistyped_digit_in_a_receipt_number_is_always_noticed(serial, position, shift):
    number = identifiers.receipt_no("320582", date(2025, 11, 21), "2", serial)
    wrong = str((int(number[position]) + shift) % 10)
    with pytest.raises(InvalidIdentifier):
        identifiers.read_receipt_no(number[:position] + wrong + number[position + 1 :])


def test_c31_an_unknown_channel_is_refused():
    """C-31."""
    assert code_of(identifiers.receipt_no, "320582", date(2025, 11, 21), "7", 42) == "receipt_no_channel"
    assert code_of(identifiers.receipt_no, "320582", date(2025, 11, 21), "12", 42) == "receipt_no_channel"


@pytest.mark.parametrize(
    ("parts", "check"),
    [
        (("11100000000013338W009", "11330105002500287C", "2025052201", 2), "0"),
        (("11100000MB03271699022", "340100", "000000016", 1), "9"),
        (("11100000000013338W011", "11430000006122244L", "20230000403", 1), "U"),
    ],
)
def test_l02_the_public_samples_have_their_check_character(parts, check):
    """L-02."""
    identifier = identifiers.licence_identifier(*parts)
    assert identifier == f"1.2.156.3005.2.{parts[0]}.{parts[1]}.{parts[2]}.{parts[3]:03d}.{check}"
    assert identifiers.read_licence_identifier(identifier) == parts


@pytest.mark.parametrize(
    ("identifier", "reason"),
    [
        ("1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.1", "licence_check"),
        ("1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052202.002.0", "licence_check"),
        ("1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.000.0", "licence_version"),
        ("1.2.156.3005.2.11100000000013338W09.11330105002500287C.2025052201.002.0", "licence_type"),
        ("1.2.156.3005.3.11100000000013338W009.11330105002500287C.2025052201.002.0", "licence_form"),
        ("11330105002500287C", "licence_form"),
    ],
)
def test_l01_wrong_licence_identifiers_are_refused(identifier, reason):
    assert code_of(identifiers.read_licence_identifier, identifier) == reason


@given(st.dates(date(1900, 1, 1), date(2020, 12, 31)), st.integers(0, 999))
def test_fictional_identity_numbers_pass_every_check(birth, order):
    number = identifiers.fictional_id_number("320582", birth, order)
    assert identifiers.id_number(number) == number
    assert identifiers.birth_date_of(number) == birth


@given(st.integers(0, 9_999_999), st.sampled_from(["91", "92", "11", "52"]))
def test_fictional_credit_codes_pass_every_check(order, kind):
    assert identifiers.uscc(identifiers.fictional_uscc("320582", order, kind=kind)).startswith(kind)


@given(st.text(max_size=40))
def test_no_text_makes_a_validator_stumble(text):
    for function in (
        identifiers.id_number,
        identifiers.uscc,
        identifiers.organisation_code,
        identifiers.registration_no,
        identifiers.region_code,
        identifiers.mobile,
        identifiers.telephone,
        identifiers.project_code,
        identifiers.base_code,
        identifiers.read_implementing_code,
        identifiers.read_handling_code,
        identifiers.read_case_no,
        identifiers.read_receipt_no,
        identifiers.read_licence_identifier,
    ):
        try:
            function(text)
        except InvalidIdentifier as refused:
            assert refused.sentence

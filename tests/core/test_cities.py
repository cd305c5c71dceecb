"""Which country a town is in, so that no parcel is promised abroad."""

import pytest

from cauce.core.cities import countries_of, is_abroad, towns


@pytest.mark.parametrize("city", ["Medellín", "bogota", "São Paulo", "Miami", "San José", "Lima"])
def test_a_town_of_other_countries_only_is_abroad(city: str) -> None:
    assert is_abroad(city, "PA")


@pytest.mark.parametrize("city", ["David", "Santiago", "Volcán", "San Francisco", "Granada Azul"])
def test_a_town_of_ours_and_one_on_no_list_are_not(city: str) -> None:
    assert not is_abroad(city, "PA")


def test_a_name_of_several_countries_is_at_home_in_each() -> None:
    assert {"PA", "CL"} <= countries_of("Santiago")
    assert countries_of("Córdoba") >= {"AR", "ES"}
    assert not is_abroad("Guadalajara", "MX")
    assert is_abroad("Guadalajara", "PA")


def test_every_town_has_a_country_and_is_listed_once() -> None:
    names = [town.name for town in towns()]
    assert len(names) == len(set(names)) > 500
    assert all(town.countries and all(len(one) == 2 for one in town.countries) for town in towns())

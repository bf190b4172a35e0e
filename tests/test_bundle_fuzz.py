"""Whatever is done to a bundle, its readers take it or refuse it with a typed error (a short run of fuzz_bundle.py)."""

import pytest
from fuzz_bundle import Fuzzer


@pytest.mark.parametrize("seed", range(4))
def test_damaged_and_hostile_bundles_give_typed_errors_only(tmp_path, seed):
    fuzzer = Fuzzer(tmp_path, seed)
    assert fuzzer.run(150) == []
    for outcome in ("taken", "BundleDamaged", "BundleNotABag", "BundleUnsafe"):
        assert fuzzer.outcomes[f"read: {outcome}"], "the inputs reach every part of the reader"

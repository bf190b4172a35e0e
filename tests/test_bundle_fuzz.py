"""Whatever is done to a bundle, its readers take it or refuse it with a typed error (a short run of fuzz_bundle.py)."""

import pytest
from fuzz_bundle import Fuzzer


@pytest.mark.parametrize("seed", range(4))
def test_damaged_and_hostile_bundles_give_typed_errors_only(tmp_path, seed):
    fuzzer = Fuzzer(tmp_path, seed)
    assert fuzzer.run(150) == []
    assert fuzzer.outcomes["read: taken"] > 0
    assert {name for name in fuzzer.outcomes if name.startswith("verify: ")} >= {
        "verify: taken", "verify: BundleDamaged", "verify: BundleNotABag", "verify: BundleUnsafe",
    }  # fmt: skip

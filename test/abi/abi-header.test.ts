// SPDX-License-Identifier: GPL-2.0-only
import { it } from "vitest";
import { abiHeader } from "../../harness/abi/abi-header.ts";
import { expectGolden } from "../support/golden.ts";

it("the header that C includes has the harness's own numbers", () => {
  expectGolden("../../csrc/include/hunkbox/abi.h", abiHeader());
});

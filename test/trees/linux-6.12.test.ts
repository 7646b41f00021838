// SPDX-License-Identifier: GPL-2.0-only
import { describeKernel } from "./describe-kernel.ts";

await describeKernel("6.12");

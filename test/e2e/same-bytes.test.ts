// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, expect, it } from "vitest";
import { buildCli, type CliRun, hunkbox } from "../support/cli.ts";
import { tempDir } from "../support/temp-dir.ts";
import { mailBetween, referenceViews, withEdit } from "../support/views.ts";

/*
 * A report is the same tomorrow, in another folder, for somebody else: what C can ask of the moment and the place is fixed.
 */

const GNTDEV = "drivers/xen/gntdev.c";
const OPEN = "	INIT_LIST_HEAD(&priv->maps);\n";
const SAYS = `	printk(KERN_INFO "%s at %s, %s, of %s in %s, %d\\n", __DATE__, __TIME__, __TIMESTAMP__,
	       __FILE__, __BASE_FILE__, __COUNTER__);
	WARN(!priv->maps.next, "%s", __TIME__);
`;

let mail: string;
beforeAll(async () => {
  buildCli();
  const { before } = await referenceViews();
  mail = mailBetween(before, withEdit(before, GNTDEV, OPEN, `${SAYS}${OPEN}`));
});

/** Checks somewhere, with a cache that has nothing. */
const checkIn = (zone: string): Promise<CliRun> =>
  hunkbox(["check", "-", "--json", "-", "-c", "x86_64", "-s", "user-map-one-page"], {
    input: mail,
    cwd: tempDir(),
    env: {
      HUNKBOX_CACHE: tempDir(),
      HOME: tempDir(),
      TMPDIR: tempDir(),
      TZ: zone,
      SOURCE_DATE_EPOCH: undefined,
    },
  });

it("what C says of the moment and the place is fixed, and two reports are equal byte by byte", async () => {
  const first = await checkIn("Asia/Tokyo");
  expect(first.stdout).toContain(
    `Jan  1 1970 at 00:00:00, Thu Jan  1 00:00:00 1970, of ${GNTDEV} in ${GNTDEV}, `,
  );
  const second = await checkIn("America/Lima");
  expect(second.stdout).toBe(first.stdout);
  expect(second.code).toBe(first.code);
});

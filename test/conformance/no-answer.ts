// SPDX-License-Identifier: GPL-2.0-only

/** What the recording has in the place of an answer where Xen faulted the caller, or went down. */
export const NO_ANSWER = "the caller got no answer: see xen_log and guest_log";

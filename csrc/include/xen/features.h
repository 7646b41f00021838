/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef XEN_FEATURES_H
#define XEN_FEATURES_H

#define XENFEAT_auto_translated_physmap 2

int xen_feature(int flag);

#endif

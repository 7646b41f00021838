/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef XEN_EVENTS_H
#define XEN_EVENTS_H

#include <xen/interface/event_channel.h>
#include <asm/xen/hypercall.h>

void notify_remote_via_evtchn(int port);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef XEN_INTERFACE_EVENT_CHANNEL_H
#define XEN_INTERFACE_EVENT_CHANNEL_H

#include <linux/types.h>

typedef u32 evtchn_port_t;

#define EVTCHNOP_send 4

struct evtchn_send {
	evtchn_port_t port;
};

#endif

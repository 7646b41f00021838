/* SPDX-License-Identifier: GPL-2.0-only */
/* The pages of one small machine: an array for each run of frame numbers. */
#undef __pfn_to_page
#undef __page_to_pfn
#undef pfn_to_page
#undef page_to_pfn
#define pfn_to_page(pfn) hb_pfn_to_page(pfn)
#define page_to_pfn(page) hb_page_to_pfn(page)
#define __pfn_to_page(pfn) hb_pfn_to_page(pfn)
#define __page_to_pfn(page) hb_page_to_pfn(page)

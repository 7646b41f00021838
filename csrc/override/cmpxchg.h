/* SPDX-License-Identifier: GPL-2.0-only */
/* Exchanges that nobody can come between. */
#undef HB_XCHG
#undef HB_CMPXCHG
#undef HB_TRY_CMPXCHG
#define HB_XCHG(ptr, new) \
	({ \
		__typeof__(ptr) hb_p_ = (ptr); \
		__typeof__(*hb_p_) hb_was_ = *hb_p_; \
		*hb_p_ = (__typeof__(*hb_p_))(new); \
		hb_was_; \
	})
#define HB_CMPXCHG(ptr, old, new) \
	({ \
		__typeof__(ptr) hb_p_ = (ptr); \
		__typeof__(*hb_p_) hb_was_ = *hb_p_; \
		if (hb_was_ == (__typeof__(*hb_p_))(old)) \
			*hb_p_ = (__typeof__(*hb_p_))(new); \
		hb_was_; \
	})
#define HB_TRY_CMPXCHG(ptr, oldp, new) \
	({ \
		__typeof__(ptr) hb_p_ = (ptr); \
		__typeof__(*hb_p_) hb_was_ = *hb_p_; \
		__typeof__(*hb_p_) *hb_o_ = (__typeof__(*hb_p_) *)(oldp); \
		_Bool hb_same_ = hb_was_ == *hb_o_; \
		if (hb_same_) \
			*hb_p_ = (__typeof__(*hb_p_))(new); \
		else \
			*hb_o_ = hb_was_; \
		hb_same_; \
	})
#ifdef arch_cmpxchg
#undef arch_xchg
#undef arch_cmpxchg
#undef arch_cmpxchg_local
#undef arch_sync_cmpxchg
#undef arch_try_cmpxchg
#define arch_xchg(ptr, new) HB_XCHG(ptr, new)
#define arch_cmpxchg(ptr, old, new) HB_CMPXCHG(ptr, old, new)
#define arch_cmpxchg_local(ptr, old, new) HB_CMPXCHG(ptr, old, new)
#define arch_sync_cmpxchg(ptr, old, new) HB_CMPXCHG(ptr, old, new)
#define arch_try_cmpxchg(ptr, oldp, new) HB_TRY_CMPXCHG(ptr, oldp, new)
#elif defined(cmpxchg)
#undef xchg
#undef cmpxchg
#undef cmpxchg_local
#undef sync_cmpxchg
#undef try_cmpxchg
#define xchg(ptr, new) HB_XCHG(ptr, new)
#define cmpxchg(ptr, old, new) HB_CMPXCHG(ptr, old, new)
#define cmpxchg_local(ptr, old, new) HB_CMPXCHG(ptr, old, new)
#define sync_cmpxchg(ptr, old, new) HB_CMPXCHG(ptr, old, new)
#define try_cmpxchg(ptr, oldp, new) HB_TRY_CMPXCHG(ptr, oldp, new)
#endif

/*
 * CLONES before a function: it is compiled for several x86-64 processors, and
 * the program takes what fits when it starts.  The clones do the same
 * operations in the same order and -ffp-contract=off keeps them apart, so their
 * results have the same bits.  Elsewhere it means nothing: it needs indirect
 * functions of libc, which a sanitizer's start does not survive.
 */
#ifndef HPO_CLONES_H
#define HPO_CLONES_H
#include <features.h>

#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) &&          \
    !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&                   \
    !defined(__SANITIZE_THREAD__)
#define CLONES __attribute__((target_clones("default", "avx2", "avx512f")))
#else
#define CLONES
#endif

#endif

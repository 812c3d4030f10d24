/*
 * The direction numbers, made from joe-kuo-1024.txt by sobol_table.awk: for
 * each coordinate but the first the degree s of its polynomial, the inner
 * coefficients a, and m_1 ... m_s; one after the other.
 */
#ifndef HPO_SOBOL_TABLE_H
#define HPO_SOBOL_TABLE_H
#include <stdint.h>

extern const uint16_t sobol_table[];

#endif

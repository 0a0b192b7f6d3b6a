// The digits data set as the bytes of a gzip-compressed CSV file; NOTICE names its authors.
#ifndef BUILTIN_DIGITS_H
#define BUILTIN_DIGITS_H

#include <stddef.h>
#include <stdint.h>

const uint8_t *builtin_digits(void);
size_t builtin_digits_count(void);

#endif

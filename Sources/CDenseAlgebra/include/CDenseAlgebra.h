#ifndef C_DENSE_ALGEBRA_H
#define C_DENSE_ALGEBRA_H
#endif

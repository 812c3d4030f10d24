/*
 * What an acquisition function makes of a prediction.
 */
#ifndef HPO_ACQUISITION_H
#define HPO_ACQUISITION_H

/*
 * ln h(z), and in *slope, if that is not NULL, its derivative Phi(z) / h(z):
 * h(z) = phi(z) + z Phi(z) is the expected improvement on a best value f of a
 * normal prediction, over its deviation sd, with z = (f - mean) / sd.  So
 * ln EI = ln h(z) + ln sd.  To 4e-15, or as much of ln h, the derivative to
 * 3e-14 of it.  There is no z below which it is flat.
 *
 * S. Ament, S. Daulton, D. Eriksson, M. Balandat, E. Bakshy, "Unexpected
 * improvements to expected improvement for Bayesian optimization", NeurIPS 36
 * (2023), arXiv 2310.20708.  Deviation: their far branch is a logarithm of a
 * difference, here all of it is a continued fraction with positive terms.
 */
double log_improvement(double z, double *slope);

#endif

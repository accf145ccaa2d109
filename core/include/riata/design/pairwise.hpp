// Pairwise products and combinations of vectors given by their addresses, shared between threads.
#pragma once

#include <vector>

#include "riata/types.hpp"

namespace riata {

/// out(j, i) = v_j ' v_{from+i} for all j and from + i < count of addresses.
void pairwise_products(const std::vector<const double*>& vectors, Index from, Index length,
                       Block out, int threads);

/// out(i, j) += v_i ' v_j for i >= j, the lower triangle only.
void add_lower_products(const std::vector<const double*>& vectors, Index length, Block out,
                        int threads);

/// r_q -= sum_k v_k b[k * r.cols + q], rows shared between threads.
void subtract_combinations(const std::vector<const double*>& vectors, ConstValues b, Block r,
                           int threads);

/// Copy the lower triangle to the upper.
void mirror_lower(Block out);

}  // namespace riata

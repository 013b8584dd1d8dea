"""Triton kernels of the rule of ProximalAdagrad, and what starts them."""

import torch
import triton
import triton.language as tl

# Elements of a program. Each thread of its four warps has 8, which is two loads of 16 bytes.
BLOCK = 1024
# Entries of a tile.
TILE = 64


@triton.jit
def _updated(values, accum, grads, rate, threshold, scale):
    # A = accum + g²
    accum = accum + grads * grads
    # p = w − γ / √A · g
    moved = values - tl.div_rn(rate, tl.sqrt_rn(accum)) * grads
    # sign(p)·max(|p| − γ·l1, 0) / (1 + γ·l2)
    bounded = tl.minimum(tl.maximum(moved, -threshold), threshold)
    return (moved - bounded) * scale, accum


@triton.jit
def _dense(values, accum, grads, n, rate, threshold, scale, BLOCK: tl.constexpr):
    i = tl.program_id(0).to(tl.int64) * BLOCK + tl.arange(0, BLOCK)
    inside = i < n
    w = tl.load(values + i, inside, other=0.0)
    a = tl.load(accum + i, inside, other=1.0)
    g = tl.load(grads + i, inside, other=0.0)
    w, a = _updated(w, a, g, tl.full(w.shape, rate, tl.float32), threshold, scale)
    tl.store(values + i, w, inside)
    tl.store(accum + i, a, inside)


@triton.jit
def _rows(values, accum, entries, rows, order, partial, nnz, rate, threshold, scale, WIDTH: tl.constexpr, TILE: tl.constexpr):
    # Entries lie in tiles of the sorted order. The program of an entry at which a row or a tile begins sums the entries of
    # that row to the end of the tile; those of other entries have nothing to do. So nobody has to count distinct rows, for
    # which the host would wait, and no program has more than a tile to sum.
    first = tl.program_id(0)
    row = tl.load(rows + first)
    begins = tl.load(rows + first - 1, first > 0, other=-1) != row
    if begins | (first % TILE == 0):
        column = tl.arange(0, WIDTH)
        end = tl.minimum((first // TILE + 1) * TILE, nnz)
        sums = tl.zeros((WIDTH,), tl.float32)
        at = first
        here = row
        while here == row:
            sums += tl.load(entries + tl.load(order + at) * WIDTH + column)
            at += 1
            here = tl.load(rows + at, at < end, other=-1)
        ends = tl.load(rows + at, at < nnz, other=-1) != row
        if begins & ends:
            _update_row(values, accum, row, sums, rate, threshold, scale, WIDTH)
        else:
            # A row of several tiles: by tile, what begins with the tile, and what begins later and reaches its end.
            slot = 2 * (first // TILE) + (first % TILE != 0).to(tl.int32)
            tl.store(partial + slot.to(tl.int64) * WIDTH + column, sums)


@triton.jit
def _long_rows(values, accum, rows, partial, nnz, rate, threshold, scale, WIDTH: tl.constexpr, TILE: tl.constexpr, AT_ONCE: tl.constexpr):
    # The program of a tile whose last row begins in it and goes on in the next one sums the partial sums of that row.
    tile = tl.program_id(0)
    start = tile * TILE
    next_start = start + TILE
    if next_start < nnz:
        row = tl.load(rows + next_start - 1)
        goes_on = tl.load(rows + next_start) == row
        whole_tile = tl.load(rows + start) == row
        begins = (whole_tile == 0) | (tl.load(rows + start - 1, start > 0, other=-1) != row)
        if goes_on & begins:
            column = tl.arange(0, WIDTH)
            slot = 2 * tile + (whole_tile == 0).to(tl.int32)
            sums = tl.load(partial + slot.to(tl.int64) * WIDTH + column)
            tiles = tile + 1 + tl.arange(0, AT_ONCE)
            more = 1
            while more > 0:
                belongs = tl.load(rows + tiles * TILE, tiles * TILE < nnz, other=-1) == row
                place = (2 * tiles[:, None]).to(tl.int64) * WIDTH + column[None, :]
                sums += tl.sum(tl.load(partial + place, belongs[:, None], other=0.0), axis=0)
                more = tl.min(belongs.to(tl.int32), axis=0)
                tiles += AT_ONCE
            _update_row(values, accum, row, sums, rate, threshold, scale, WIDTH)


@triton.jit
def _update_row(values, accum, row, grads, rate, threshold, scale, WIDTH: tl.constexpr):
    place = row.to(tl.int64) * WIDTH + tl.arange(0, WIDTH)
    w = tl.load(values + place)
    a = tl.load(accum + place)
    w, a = _updated(w, a, grads, tl.full(w.shape, rate, tl.float32), threshold, scale)
    tl.store(values + place, w)
    tl.store(accum + place, a)


def update(values, accum, grads, rate, threshold, scale):
    """One dense step, in place."""
    n = values.numel()
    _dense[(triton.cdiv(n, BLOCK),)](values, accum, grads, n, rate, threshold, scale, BLOCK=BLOCK)


def update_rows(values, accum, indices, entries, rate, threshold, scale):
    """One step with a row gradient, in place. The order in which entries of equal rows are summed is the same every time."""
    rows, order = torch.sort(indices, stable=True)
    width, nnz = values.shape[1], len(indices)
    tiles = triton.cdiv(nnz, TILE)
    partial = torch.empty((2 * tiles, width), dtype=torch.float32, device=values.device)
    rates, sizes = (rate, threshold, scale), {"WIDTH": width, "TILE": TILE}
    # A warp has 16 bytes a thread of a row of 128; fewer threads would serve narrow rows, and there are none.
    warps = max(1, min(8, width // 128))
    _rows[(nnz,)](values, accum, entries, rows, order, partial, nnz, *rates, **sizes, num_warps=warps)
    _long_rows[(tiles,)](values, accum, rows, partial, nnz, *rates, **sizes, AT_ONCE=16)

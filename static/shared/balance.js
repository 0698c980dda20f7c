/** What an order's buyer has not paid yet: one payment of the sale, known by its mark. Pure. */

export const BALANCE = 'SISA PESANAN'

export const isBalance = ({ method, state, reference }) => method === 'transfer' && state === 'unconfirmed' && reference === BALANCE

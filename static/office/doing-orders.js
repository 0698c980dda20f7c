/** What the office does about orders. */

import { get, put, request } from '../shared/api.js'

export function orderDoings(state, set, t) {
  return {
    async showContact(sale) {
      set({ contact: await get(`/api/v1/orders/${sale}/contact`) })
    },
    async deleteContact(sale) {
      await request('DELETE', `/api/v1/orders/${sale}/contact`)
      set({ contact: null })
      return t('done')
    },
    async setCapacity(sku, capacity) {
      await put(`/api/v1/products/${encodeURIComponent(sku)}/order-capacity`, { capacity })
      return t('done')
    },
  }
}

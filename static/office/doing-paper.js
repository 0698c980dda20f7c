/** What the office does with paper: labels, cards, slips, the logo; and what it reads of sales and goods. */

import { get, put, Problem, request } from '../shared/api.js'
import { uuid4 } from '../shared/ids.js'
import { itemsOf } from './labelling.js'

const PAGE = 50 // sales at a time

/** Actions; `set` changes what is shown, a text returned is said to the person. */
export function paperDoings(state, set, t) {
  const lookAtLabels = async () => {
    const [goods, products] = await Promise.all([get('/api/v1/label-goods'), get('/api/v1/products')])
    set({ labelGoods: new Map(goods.map((each) => [each.sku, each])), products: new Map(products.map((product) => [product.sku, product])) })
  }
  return {
    lookAtLabels,
    async saveFacts(sku, facts) {
      await put(`/api/v1/product-descriptions/${uuid4()}`, { sku, ...facts })
      await lookAtLabels()
      set({ factsOf: null })
      return t('done')
    },
    async printLabels(target, privateAddress = false) {
      const items = itemsOf(state.copies, state.labelKind, state.dates)
      state.batchId ??= uuid4() // a repeat after a lost answer is the same batch
      try {
        const said = await send(target, items, privateAddress)
        set({ copies: new Map(), askAddress: null, batchId: null })
        await lookAtLabels()
        return said
      } catch (problem) {
        if (problem.code === 'private_address') return set({ askAddress: problem.detail })
        if (problem.status) state.batchId = null
        throw problem
      }
    },

    async lookAtSales(filter = {}) {
      const salesFilter = { ...state.salesFilter, ...filter }
      set({ salesFilter, sale: null, salesLoading: true })
      try {
        const sales = await get(pageOfSales(salesFilter))
        set({ sales, salesEnded: sales.length < PAGE })
      } finally {
        set({ salesLoading: false })
      }
    },
    async moreSales() {
      const older = await get(pageOfSales(state.salesFilter, state.sales.at(-1).seq))
      set({ sales: [...state.sales, ...older], salesEnded: older.length < PAGE })
    },
    async openSale(id) {
      if (!id) return set({ sale: null })
      set({ sale: await get(`/api/v1/sales/${id}`) })
    },
    async confirmPayment(id, position) {
      await put(`/api/v1/sales/${id}/payments/${position}/confirmation`, {})
      set({ sale: await get(`/api/v1/sales/${id}`) })
      return t('done')
    },

    async printSlip(slip) {
      await put(`/api/v1/slips/${uuid4()}`, slip)
      return t('slipQueued')
    },
    async forgetBuyers() {
      const { deleted } = (await request('DELETE', '/api/v1/buyers')).body
      set({ buyers: { kept: 0, oldest: null } })
      return t('buyersForgotten', { n: deleted })
    },
    async lookAtBuyers() {
      set({ buyers: await get('/api/v1/buyers') })
    },

    async saveLogo(file) {
      await sendFile('/api/v1/logo', file)
      set({ logo: Date.now() })
      return t('logoSaved')
    },
    async removeLogo() {
      await request('DELETE', '/api/v1/logo')
      set({ logo: null })
      return t('done')
    },
  }

  async function send(target, items, privateAddress) {
    const agreed = privateAddress ? { private_address: true } : {}
    if (!target.printer) {
      await openPdf(`/api/v1/label-sheets/${state.batchId}`, { size: target.size, items, start: state.sheetStart, ...agreed })
      return t('sheetMade')
    }
    if (state.labelKind === 'shelf') {
      const answer = await put(`/api/v1/shelf-cards/${state.batchId}`, { printer: target.printer, skus: items.map((item) => item.sku), ...agreed })
      return t('cardsQueued', answer)
    }
    return t('queued', await put(`/api/v1/label-batches/${state.batchId}`, { printer: target.printer, size: target.size, items, ...agreed }))
  }
}

function pageOfSales({ stall, number }, before) {
  const wanted = new URLSearchParams({ limit: PAGE })
  if (stall) wanted.set('stall', stall)
  if (number) wanted.set('number', number)
  if (before) wanted.set('before', before)
  return `/api/v1/sales?${wanted}`
}

/** A PDF that the server makes, handed to the person as a file. */
async function openPdf(path, document_) {
  const answer = await sendRaw(path, JSON.stringify(document_), 'application/json')
  const address = URL.createObjectURL(await answer.blob())
  const link = Object.assign(document.createElement('a'), { href: address, download: 'label.pdf' })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

const sendFile = (path, file) => sendRaw(path, file, file.type || 'application/octet-stream')

async function sendRaw(path, body, type) {
  const answer = await fetch(path, { method: 'PUT', body, headers: { 'Content-Type': type, 'X-Lapak': '1' }, redirect: 'error' })
  if (answer.ok) return answer
  const problem = await answer.json().catch(() => ({}))
  throw new Problem(answer.status, problem.code ?? 'no_problem_document', problem.detail ?? `status ${answer.status}`, problem.details)
}

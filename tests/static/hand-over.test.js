import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HandOver, handOverLink, reportOf, sizeOf } from '../../static/till/hand-over.js'
import { printAppOf } from '../../static/shared/print-apps.js'

const CHROME = 'Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36'
const FIREFOX = 'Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0'

test("Android's Chrome opens a print app by an intent, other browsers by the app's own scheme", () => {
  assert.equal(handOverLink('rawbt', 'G0A=', CHROME), 'intent:base64,G0A=#Intent;scheme=rawbt;package=ru.a402d.rawbtprinter;end;')
  assert.equal(handOverLink('other', 'G0A=', CHROME), 'intent:base64,G0A=#Intent;scheme=other;end;')
  assert.equal(handOverLink('rawbt', 'G0A=', FIREFOX), 'rawbt:base64,G0A=')
})

test('an interrupted hand-over is undone while nothing has left, and doubted once the app may have it', () => {
  const note = { job: 'j', printer: 'p', attempt: 3, bytes: 2 }
  assert.deepEqual(reportOf({ ...note, step: 'leased' }), { do: 'requeue', job: 'j', printer: 'p', attempt: 3, error: 'tablet_restarted' })
  assert.equal(reportOf({ ...note, step: 'handing' }).state, 'unconfirmed')
  assert.deepEqual(reportOf({ ...note, step: 'handed' }), { do: 'finish', job: 'j', printer: 'p', state: 'sent', evidence: 'handed_to_os', bytes_sent: 2 })
})

test('the length of the bytes is that before base64', () => {
  for (const size of [0, 1, 2, 3, 4, 100]) assert.equal(sizeOf(btoa('\0'.repeat(size))), size)
})

test("a print app's printer names its app and its tablet", () => {
  assert.deepEqual(printAppOf({ connection: 'agent+app://rawbt/07A' }), { app: 'rawbt', host: '07A' })
  assert.deepEqual(printAppOf({ connection: 'agent+app://rawbt' }), { app: 'rawbt', host: null })
  assert.equal(printAppOf({ connection: 'agent+usb:///dev/usb/lp0' }), null)
})

/** A tablet's disk and its server, and tabs that share them; `says` holds an answer back until it is let go. */
function tablet() {
  const job = { id: 'j', data: 'G0A=', state: 'queued', attempt: 0 }
  const all = { job, opened: [], noted: null, clock: 0, mayOpen: true, says: () => {} }
  const note = {
    read: async () => all.noted,
    async change(decide) {
      const after = decide(all.noted)
      if (after !== undefined) all.noted = after
      return after
    },
  }
  const reports = {
    start: ({ attempt }) => job.state === 'queued' && job.attempt === attempt - 1 && Object.assign(job, { state: 'sending', attempt }),
    requeue: ({ attempt }) => job.state === 'sending' && job.attempt === attempt && Object.assign(job, { state: 'queued' }),
    finish: ({ state }) => ['queued', 'sending'].includes(job.state) && Object.assign(job, { state }),
  }
  all.tab = (tab) => {
    const report = async (form) => {
      const changed = Boolean(reports[form.do](form))
      await all.says(form)
      return changed
    }
    const handOver = new HandOver({ tab, note, report, mayOpen: () => all.mayOpen, open: (link) => all.opened.push(link), now: () => all.clock })
    return { handOver, give: () => handOver.give({ ...job }, 'p', `${tab}:${job.id}`) }
  }
  return all
}

/** Begins a hand-over in a tab that freezes before it hears that it may; answers what thaws it. */
async function frozen(all, tab) {
  let thaw
  const asked = new Promise((begun) => {
    all.says = () => {
      all.says = () => {}
      begun()
      return new Promise((resolve) => (thaw = resolve))
    }
  })
  const given = tab.give()
  await asked
  return () => {
    thaw()
    return given
  }
}

test('a job goes to the app once, and is then sent', async () => {
  const all = tablet()
  await all.tab('A').give()
  assert.deepEqual(all.opened, ['A:j'])
  assert.equal(all.job.state, 'sent')
  assert.equal(all.noted, null)
})

test('a tab that was frozen for longer than a minute opens nothing that another tab has taken over', async () => {
  const all = tablet()
  const [one, other] = [all.tab('A'), all.tab('B')]
  const thaw = await frozen(all, one)
  assert.equal(await other.handOver.settle(false), false)
  all.clock = 60_000
  assert.equal(await other.handOver.settle(false), true)
  await other.give()
  await thaw()
  assert.deepEqual(all.opened, ['B:j'])
  assert.equal(all.job.state, 'sent')
})

test('a tab that was frozen gives nothing back that another tab is about to hand over', async () => {
  const all = tablet()
  const [one, other] = [all.tab('A'), all.tab('B')]
  const thawOne = await frozen(all, one)
  all.clock = 60_000
  await other.handOver.settle(false)
  const thawOther = await frozen(all, other)
  await thawOne()
  assert.equal(all.job.state, 'sending')
  await thawOther()
  assert.deepEqual(all.opened, ['B:j'])
})

test('a duplicated tab, which has the same name, does not print what its twin prints', async () => {
  const all = tablet()
  const [one, twin] = [all.tab('A'), all.tab('A')]
  const thaw = await frozen(all, one)
  await twin.handOver.settle(false)
  await twin.give()
  await thaw()
  assert.deepEqual(all.opened, ['A:j'])
})

test('nor what its twin is about to hand over', async () => {
  const all = tablet()
  const [one, twin] = [all.tab('A'), all.tab('A')]
  const thawOne = await frozen(all, one)
  await twin.handOver.settle(false)
  const thawTwin = await frozen(all, twin)
  await thawOne()
  assert.deepEqual(all.opened, [])
  await thawTwin()
  assert.deepEqual([all.opened.length, all.job.state], [1, 'sent'])
})

test('while one tab is at it, another begins nothing', async () => {
  const all = tablet()
  const thaw = await frozen(all, all.tab('A'))
  await all.tab('B').give()
  await thaw()
  assert.deepEqual([all.opened, all.job.state], [['A:j'], 'sent'])
})

test('what was in hand when the tablet died is taken up at once by whoever is sure to be alone', async () => {
  const all = tablet()
  await frozen(all, all.tab('A'))
  assert.equal(await all.tab('B').handOver.settle(true), true)
  assert.equal(all.job.state, 'queued')
  all.noted = { tab: 'A', nonce: 'n', at: 0, step: 'handing', job: 'j', attempt: 1, printer: 'p', bytes: 2 }
  await all.tab('B').handOver.settle(true)
  assert.equal(all.job.state, 'unconfirmed')
  assert.deepEqual(all.opened, [])
})

test('a tap that has gone stale on the way opens nothing, and the job waits for another', async () => {
  const all = tablet()
  const tab = all.tab('A')
  const goOn = await frozen(all, tab)
  all.mayOpen = false
  await goOn()
  assert.deepEqual([all.opened.length, all.job.state, all.noted], [0, 'queued', null])
  all.mayOpen = true
  await tab.give()
  assert.deepEqual([all.opened.length, all.job.state], [1, 'sent'])
})

test('one that is left lying is known by its age alone', async () => {
  const all = tablet()
  const tab = all.tab('A')
  assert.equal(await tab.handOver.isForsaken(), false)
  await frozen(all, tab)
  assert.equal(await all.tab('A').handOver.isForsaken(), false)
  all.clock = 60_000
  assert.equal(await tab.handOver.isForsaken(), true)
})

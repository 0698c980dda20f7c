/** The hourly line, drawn by uPlot (loaded as a classic script beside this module). */

const COLOURS = { line: '#f2b134', fill: 'rgb(242 177 52 / 14%)', before: '#8fb7e8', grid: 'rgb(143 183 232 / 16%)', text: '#c9d3e0' }

/** A chart inside `host`; show(day) redraws it, `day` as figures.dayHours gives it. */
export function hourChart(host) {
  let plot = null
  let shown = null
  new ResizeObserver(() => draw()).observe(host)

  function draw() {
    const { clientWidth: width, clientHeight: height } = host
    if (!shown || width < 50 || height < 50) return
    const size = fontPx(host)
    const data = columns(shown)
    const kind = `${size} ${shown.language} ${data[0].length}`
    if (plot && plot.kind === kind) {
      plot.chart.setSize({ width, height })
      plot.chart.setData(data)
      return
    }
    plot?.chart.destroy()
    const chart = new globalThis.uPlot(options(width, height, size, shown.language), data, host)
    plot = { chart, kind }
  }

  return {
    show(day) {
      shown = day
      draw()
    },
  }
}

const fontPx = (host) => Math.round(parseFloat(getComputedStyle(host).fontSize))

/** uPlot wants one column per series; the hours themselves are the x values. Hours to come are gaps. */
function columns(day) {
  const now = day.nowHour ?? Infinity
  return [day.hours, day.netsBefore ?? day.hours.map(() => null), day.nets.map((net, i) => (day.hours[i] > now ? null : net))]
}

function options(width, height, size, language) {
  const font = `600 ${size}px "Plus Jakarta Sans", system-ui, sans-serif`
  const axis = { stroke: COLOURS.text, font, grid: { stroke: COLOURS.grid, width: 1 }, ticks: { show: false } }
  return {
    width,
    height,
    padding: [size * 0.5, size * 1.6, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    select: { show: false },
    scales: { x: { time: false }, y: { range: (_, low, high) => [Math.min(0, low ?? 0), niceTop(high)] } },
    axes: [
      { ...axis, size: size * 1.9, gap: size * 0.5, grid: { show: false }, incrs: [1, 2, 3], values: (_, ticks) => ticks.map((hour) => `${String(hour).padStart(2, '0')}.00`), space: size * 4 },
      { ...axis, size: size * 4.6, gap: size * 0.5, values: (_, ticks) => ticks.map((amount) => shortAmount(amount, language)), space: size * 2.2 },
    ],
    series: [
      {},
      { stroke: COLOURS.before, width: Math.max(1, size / 12), dash: [size / 3, size / 4], points: { show: false } },
      { stroke: COLOURS.line, fill: COLOURS.fill, width: Math.max(2, size / 6), points: { show: true, size: Math.max(5, size / 2.6), fill: COLOURS.line, stroke: COLOURS.line } },
    ],
  }
}

const niceTop = (high) => (high > 0 ? high * 1.12 : 1_000_000)

const UNITS = { id: ['M', 'jt', 'rb'], en: ['bn', 'm', 'k'] }

/** 1250000 -> "1,25 jt", 75000 -> "75 rb": an axis has room for little more. */
export function shortAmount(amount, language = 'id') {
  const [billion, million, thousand] = UNITS[language] ?? UNITS.id
  const size = Math.abs(amount)
  if (size >= 1e9) return `${decimal(amount / 1e9, language)} ${billion}`
  if (size >= 1e6) return `${decimal(amount / 1e6, language)} ${million}`
  if (size >= 1e3) return `${decimal(amount / 1e3, language)} ${thousand}`
  return String(amount)
}

function decimal(number, language) {
  const text = String(Math.round(number * 100) / 100)
  return language === 'en' ? text : text.replace('.', ',')
}

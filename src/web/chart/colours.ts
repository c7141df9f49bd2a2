/** The colours of charts, read from the style sheet so that each is written down once, and the theme made of them. */
import { TONES } from '../plot.ts'

export interface Colours {
  ink: string
  faint: string
  grid: string
  panel: string
  band: string
  series: string[]
}

/** What a custom property comes to now: in the theme shown, with every reference followed. */
function resolve(names: readonly string[]): string[] {
  const probe = document.createElement('span')
  probe.hidden = true
  document.body.append(probe)
  const found = names.map((name) => {
    probe.style.color = `var(${name})`
    return getComputedStyle(probe).color
  })
  probe.remove()
  return found
}

export function coloursShown(): Colours {
  const tones = Array.from({ length: TONES }, (_, i) => `--series-${i + 1}`)
  const [ink = '', faint = '', grid = '', panel = '', band = '', ...series] = resolve([
    '--ink',
    '--ink-faint',
    '--rule',
    '--panel',
    '--band',
    ...tones,
  ])
  return { ink, faint, grid, panel, band, series }
}

/** One of our own two themes, light or dark by the colours it is made of. */
export function themeOf(colours: Colours, font: string): object {
  const axis = {
    axisLine: { lineStyle: { color: colours.grid } },
    axisTick: { show: false },
    axisLabel: { color: colours.faint, fontSize: 11 },
    splitLine: { lineStyle: { color: colours.grid } },
  }
  return {
    color: colours.series,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: font, color: colours.ink },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
  }
}

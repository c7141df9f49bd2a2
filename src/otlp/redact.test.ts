/** What stays of a refused record. */
import { describe, expect, it } from 'vitest'
import { type Kept, redacted } from './redact.ts'

const attribute = (key: string, value: object) => ({ key, value })
const request = (attributes: object[], more: object = {}) => ({
  resourceLogs: [
    { scopeLogs: [{ scope: { name: 'a.b', version: '' }, logRecords: [{ attributes, ...more }] }] },
  ],
})
const KEPT: Kept = {
  names: new Set(['model']),
  rewritten: new Map([['url', (text: string) => /@(\w+)$/.exec(text)?.[1] ?? null]]),
}
const kept = (attributes: object[], more: object = {}) =>
  (redacted(request(attributes, more), KEPT) as ReturnType<typeof request>).resourceLogs[0]?.scopeLogs[0]
    ?.logRecords[0]

describe('of a refused record', () => {
  it('numbers, truth values, empty texts and names that are asked for stay', () => {
    const told = [
      attribute('model', { stringValue: 'claude x y' }),
      attribute('tokens', { intValue: '-5' }),
      attribute('cost', { doubleValue: 0.25 }),
      attribute('ok', { boolValue: true }),
      attribute('none', { stringValue: '' }),
      attribute('service.name', { stringValue: 'my service' }),
    ]
    expect(kept(told)).toEqual({ attributes: told })
  })

  it('of every other attribute the name stays, and nothing of a list or map', () => {
    const secret = { stringValue: 'secret' }
    const values = {
      prompt: secret,
      list: { arrayValue: { values: [secret, { intValue: '1' }] } },
      map: { kvlistValue: { values: [attribute('secret', { intValue: '1' })] } },
      model: { kvlistValue: { values: [attribute('inner', secret)] } },
      bytes: { bytesValue: 'c2VjcmV0' },
      digits: { stringValue: '4929123412341234' },
      odd: { intValue: 'secret' },
      bare: 'secret',
    }
    const told = Object.entries(values).map(([key, value]) => attribute(key, value as object))
    const gone = { stringValue: '[REDACTED]' }
    expect(kept(told)).toEqual({ attributes: Object.keys(values).map((key) => attribute(key, gone)) })
  })

  it('numbers that an agent tells as texts stay where an attribute is called like a quantity', () => {
    const names = 'input_tokens cacheReadTokens duration_ms cost_usd totalCost tokensIn lines_added attempt'
    const told = names.split(' ').map((key) => attribute(key, { stringValue: '120.5' }))
    expect(kept(told)).toEqual({ attributes: told })
    const words = kept([attribute('input_tokens', { stringValue: 'secret' })])
    expect(JSON.stringify(words)).not.toContain('secret')
  })

  it('numbers of metric points stay where they are texts', () => {
    const point = {
      ...{ timeUnixNano: '17', count: '3', sum: 1.5, bucketCounts: ['1', '2'], asInt: '-4' },
      ...{ asDouble: 'NaN', attributes: [] },
    }
    const metrics = { sum: { dataPoints: [point] } }
    expect(redacted(metrics, KEPT)).toEqual(metrics)
  })

  it('what is kept in another form is written in it, or not at all', () => {
    const url = (value: object) => (kept([attribute('url', value)]) as { attributes: object[] }).attributes[0]
    expect(url({ stringValue: 'token@host' })).toEqual(attribute('url', { stringValue: 'host' }))
    for (const value of [{ stringValue: 'token' }, { kvlistValue: { values: [] } }])
      expect(url(value)).toEqual(attribute('url', { stringValue: '[REDACTED]' }))
  })

  it('the body stays where it is the name of an event', () => {
    const body = (stringValue: string) =>
      (kept([], { body: { stringValue } }) as { body?: object } | undefined)?.body
    expect(body('claude_code.api_request')).toEqual({ stringValue: 'claude_code.api_request' })
    for (const told of ['hello', 'fix the bug', 'password', 'Secret.Word', 'sk-live.abc1', '1234'])
      expect(body(told)).toEqual({ stringValue: '[REDACTED]' })
  })

  it('ids and names stay where they are one word', () => {
    const told = { traceId: 'AB12', eventName: 'a.b', severityText: 'my words', timeUnixNano: '17' }
    expect(kept([], told)).toMatchObject({ ...told, severityText: '[REDACTED]' })
    expect(kept([], { severityText: '1234' })).toMatchObject({ severityText: '[REDACTED]' })
    expect(kept([], { eventName: 'two words' })).toMatchObject({ eventName: '[REDACTED]' })
  })
})

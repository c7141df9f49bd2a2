/** What stays of a refused record. */
import { describe, expect, it } from 'vitest'
import { redacted } from './redact.ts'

const attribute = (key: string, value: object) => ({ key, value })
const request = (attributes: object[], more: object = {}) => ({
  resourceLogs: [
    { scopeLogs: [{ scope: { name: 'a.b', version: '' }, logRecords: [{ attributes, ...more }] }] },
  ],
})
const kept = (attributes: object[], more: object = {}) =>
  (redacted(request(attributes, more), new Set(['model'])) as ReturnType<typeof request>).resourceLogs[0]
    ?.scopeLogs[0]?.logRecords[0]

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

  it('every other text goes, however deep it lies, its name stays', () => {
    const secret = { stringValue: 'secret' }
    const told = [
      attribute('prompt', secret),
      attribute('list', { arrayValue: { values: [secret, { intValue: '1' }] } }),
      attribute('map', { kvlistValue: { values: [attribute('inner', secret)] } }),
      attribute('bytes', { bytesValue: 'c2VjcmV0' }),
    ]
    const text = JSON.stringify(kept(told))
    expect(text).not.toMatch(/secret|c2VjcmV0/)
    for (const name of ['prompt', 'list', 'map', 'inner', 'bytes']) expect(text).toContain(`"${name}"`)
  })

  it('the body stays where it is the name of an event', () => {
    const body = (stringValue: string) =>
      (kept([], { body: { stringValue } }) as { body?: object } | undefined)?.body
    expect(body('claude_code.api_request')).toEqual({ stringValue: 'claude_code.api_request' })
    for (const told of ['hello', 'fix the bug', 'password', 'Secret.Word', 'sk-live.abc1'])
      expect(body(told)).toEqual({ stringValue: '[REDACTED]' })
  })

  it('ids and names stay where they are one word', () => {
    const told = { traceId: 'AB12', eventName: 'a.b', severityText: 'my words', timeUnixNano: '17' }
    expect(kept([], told)).toMatchObject({ ...told, severityText: '[REDACTED]' })
    expect(kept([], { eventName: 'two words' })).toMatchObject({ eventName: '[REDACTED]' })
  })
})

/** The configuration: where values come from, which wins, and that every fault is named. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { TachographError } from '../../src/errors.ts'

let data: string
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'tachograph-config-'))
})
afterEach(() => rmSync(data, { recursive: true }))

const file = (value: unknown) =>
  writeFileSync(join(data, 'config.json'), typeof value === 'string' ? value : JSON.stringify(value))
const load = (flags: object = {}, env: NodeJS.ProcessEnv = {}) => loadConfig({ data, ...flags }, env)

function faultOf(flags: object = {}, env: NodeJS.ProcessEnv = {}): string {
  try {
    load(flags, env)
  } catch (error) {
    expect(error).toBeInstanceOf(TachographError)
    expect((error as TachographError).code).toBe('config')
    return (error as Error).message
  }
  throw new Error('nothing was found wrong')
}

describe('values', () => {
  it('have defaults where nothing is said', () => {
    expect(load()).toMatchObject({
      data,
      host: '127.0.0.1',
      otlp_ports: true,
      port: 8484,
      engine_memory: 2_000_000_000,
      spool_bytes: 256_000_000,
      forward: [],
      prices: [],
      aliases: {},
    })
  })

  it('flags win over the environment, that over the file', () => {
    file({ port: 1, user: 'file' })
    expect(load()).toMatchObject({ port: 1, user: 'file' })
    expect(load({}, { TACHOGRAPH_PORT: '2', TACHOGRAPH_USER: 'env' })).toMatchObject({ port: 2, user: 'env' })
    expect(load({ port: 3 }, { TACHOGRAPH_PORT: '2' })).toMatchObject({ port: 3, user: 'file' })
    expect(load({ port: undefined }, { TACHOGRAPH_PORT: '' })).toMatchObject({ port: 1 })
  })

  it('the folder: --data, then TACHOGRAPH_DATA', () => {
    expect(loadConfig({}, { TACHOGRAPH_DATA: data }).data).toBe(data)
    expect(loadConfig({ data }, { TACHOGRAPH_DATA: '/elsewhere' }).data).toBe(data)
  })
})

describe('faults are named', () => {
  const FILES: [string, unknown, string[]][] = [
    ['an unknown key', { prot: 8484 }, ['prot', 'no such key', 'config.json']],
    ['several', { prot: 1, port: 'x' }, ['prot', 'port']],
    ['a port that is none', { port: 70_000 }, ['port']],
    ['half a port', { port: 80.5 }, ['port']],
    ['a negative retention', { retention: -1 }, ['retention', 'no such key']],
    ['too little memory', { engine_memory: 5 }, ['engine_memory']],
    ['an address that is none', { clickhouse_url: 'over there' }, ['clickhouse_url']],
    ['a flag as text', { discover: 'yes' }, ['discover']],
    ['a price below zero', { prices: [{ model: 'm', input: -1, output: 1 }] }, ['prices.0.input']],
    [
      'a model priced twice',
      { prices: [1, 2].map((input) => ({ model: 'm', input, output: 1 })) },
      ['m is priced twice'],
    ],
    ['an alias of a number', { aliases: { jo: 5 } }, ['aliases.jo']],
    ['__proto__', '{"__proto__":{"port":1}}', ['__proto__']],
    ['no JSON', '{"port": 1', ['config.json', 'JSON']],
    ['nothing at all', '', ['config.json']],
    ['a list', '[]', ['config.json', 'object']],
    ['null', 'null', ['config.json', 'object']],
  ]
  it.each(FILES)('%s in the file', (_what, value, words) => {
    file(value)
    const fault = faultOf()
    for (const word of words) expect(fault).toContain(word)
    expect(({} as Record<string, unknown>).port).toBeUndefined()
  })

  it('a file that cannot be read', () => {
    mkdirSync(join(data, 'config.json'))
    expect(faultOf()).toContain('config.json')
  })

  it.each(['abc', '-1', '70000', '0x50', '8484 ', '1e3'])('TACHOGRAPH_PORT=%s', (port) => {
    expect(faultOf({}, { TACHOGRAPH_PORT: port })).toMatch(/port \(TACHOGRAPH_PORT\)/)
  })

  it('a flag', () => {
    expect(faultOf({ port: 70_000 })).toContain('port (--port)')
  })
})

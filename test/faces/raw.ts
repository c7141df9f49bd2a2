/** Requests as a program sends them that keeps no rules: any Host, any method, any bytes. */
import { type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import { expect } from 'vitest'

export interface Reply {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
  text: string
  /** The body as JSON; throws when it is none. */
  json<T = Record<string, unknown>>(): T
}

export interface Asked {
  method?: string
  path?: string
  headers?: Record<string, string | string[] | number>
  body?: string | Buffer
}

export function send(
  port: number,
  { method = 'GET', path = '/', headers = {}, body }: Asked,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const req = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (res) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('error', reject)
      res.on('end', () => {
        const all = Buffer.concat(chunks)
        const text = all.toString()
        const json = () => JSON.parse(text)
        resolve({ status: res.statusCode ?? 0, headers: res.headers, body: all, text, json })
      })
    })
    // The server may answer and close before it has taken the whole body.
    req.on('error', (error) => setImmediate(() => reject(error)))
    req.end(body)
  })
}

/** Writes bytes to a socket and answers what comes back until the server closes or `ms` have passed. */
export function sendBytes(port: number, bytes: string | Buffer, ms = 3_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let got = ''
    const timer = setTimeout(() => socket.destroy(), ms)
    socket.on('data', (chunk) => {
      got += chunk.toString('latin1')
    })
    socket.on('error', (error) => (got ? undefined : reject(error)))
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(got)
    })
    socket.write(bytes)
  })
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Checks that a reply is an error in the one documented shape, and that it tells nothing of the inside. */
export function expectError(reply: Reply, status: number, code: string, param?: string): void {
  const got = `${reply.status} ${reply.text.slice(0, 500)}`
  expect([reply.status, got]).toEqual([status, got])
  expect(reply.headers['content-type']).toBe('application/json; charset=utf-8')
  expect(reply.headers['cache-control']).toBe('no-store')
  const { error, ...rest } = reply.json<{ error: Record<string, string> }>()
  expect(rest).toEqual({})
  const { code: told, message, request_id, param: named, ...more } = error
  expect({ told, named, more }).toEqual({ told: code, named: param, more: {} })
  expect(request_id).toMatch(UUID)
  expect(message).toBeTruthy()
  expect(message?.length).toBeLessThan(600)
  expect(message).not.toMatch(
    /rollup_|fact_key|{org:|ClickHouse|node_modules|\/src\/|\/dist\/|\.[jt]s:\d|at async/,
  )
}

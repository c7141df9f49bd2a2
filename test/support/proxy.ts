/** A way to the engine of this test run that can be cut or frozen. */
import { createServer, connect as dial, type Server, type Socket } from 'node:net'
import { engineUrl } from './engine.ts'

export interface Way {
  url: string
  cut(): void
  /** Nothing comes through any more, and nobody hangs up: so it is with an engine whose process is stopped. */
  freeze(): void
  thaw(): void
  close(): void
}

/** On a port of its own, or on the one given. */
export async function proxy(listen = 0): Promise<Way> {
  const target = new URL(engineUrl())
  const sockets = new Set<Socket>()
  let frozen = false
  const server: Server = createServer((from) => {
    const to = dial(Number(target.port), '127.0.0.1')
    for (const s of [from, to]) {
      sockets.add(s)
      s.on('error', () => {})
    }
    from.pipe(to)
    // The engine never learns that its client has gone.
    to.on('data', (chunk) => from.destroyed || from.write(chunk))
    if (frozen) for (const s of [from, to]) s.pause()
  })
  await new Promise<void>((resolve) => server.listen(listen, '127.0.0.1', resolve))
  const url = new URL(target)
  url.port = String((server.address() as { port: number }).port)
  return {
    url: url.href,
    cut: () => {
      for (const s of sockets) if (s.localPort === Number(url.port)) s.destroy()
    },
    freeze: () => {
      frozen = true
      for (const s of sockets) s.pause()
    },
    thaw: () => {
      frozen = false
      for (const s of sockets) s.resume()
    },
    close: () => {
      for (const s of sockets) s.destroy()
      server.close()
    },
  }
}

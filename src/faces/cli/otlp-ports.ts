/** The ports that OTLP has of its own: agents that are told nothing else look there. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { Backend } from '../backend.ts'
import type { buildServer } from '../http/server.ts'
import type { Telemetry } from '../post-telemetry.ts'
import { hint } from './terminal.ts'

export const OTLP_HTTP_PORT = 4318
const GRPC = 4317

interface Doors {
  app: Awaited<ReturnType<typeof buildServer>>
  backend: Backend
  telemetry: Telemetry
  host: string
  mostBytes: number
}

/** Opens those that are free. One that is taken is no reason not to serve: it is said, and the rest goes on. */
export async function openDoors(o: Doors): Promise<{ close(farewell: number): Promise<void> }> {
  const [http, grpc] = await Promise.all([httpDoor(o), grpcDoor(o)])
  return {
    close: async (farewell) => {
      http?.close()
      http?.closeIdleConnections()
      await grpc?.close(farewell)
      http?.closeAllConnections()
    },
  }
}

/** The same server, on another port. */
async function httpDoor({ app, host }: Doors): Promise<Server | null> {
  const server = createServer((request, response) => app.routing(request, response))
  server.headersTimeout = app.server.headersTimeout
  server.requestTimeout = app.server.requestTimeout
  try {
    server.listen(OTLP_HTTP_PORT, host)
    await once(server, 'listening')
    return server
  } catch (error) {
    hint(taken(OTLP_HTTP_PORT, 'HTTP', error))
    return null
  }
}

async function grpcDoor(o: Doors) {
  // Loaded here, since only a server with this door needs it.
  const { serveGrpc } = await import('../grpc/otlp.ts')
  const log = (error: unknown) => hint(`OTLP over gRPC: ${String((error as Error).message ?? error)}`)
  try {
    return await serveGrpc({ ...o, port: GRPC, log })
  } catch (error) {
    hint(taken(GRPC, 'gRPC', error))
    return null
  }
}

const taken = (port: number, kind: string, error: unknown): string =>
  `Port ${port} for OTLP over ${kind} is not free (${String((error as NodeJS.ErrnoException).code ?? 'taken')}); OTLP over HTTP is taken on the port of the page.`

/** The OTLP doors of a server for tests: over HTTP and gRPC, with counts of their own. */
import {
  type ClientUnaryCall,
  credentials,
  Metadata,
  makeGenericClientConstructor,
  type ServiceError,
} from '@grpc/grpc-js'
import { type GrpcServer, serveGrpc } from '../../src/faces/grpc/otlp.ts'
import { buildServer } from '../../src/faces/http/server.ts'
import { IngestCounts } from '../../src/faces/ingest-counts.ts'
import { Telemetry } from '../../src/faces/post-telemetry.ts'
import type { Room } from '../../src/faces/room.ts'
import type { Listening } from './listening.ts'

export interface Doors {
  url: string
  grpc: GrpcServer
  close(): Promise<void>
}

/** Largest message over gRPC in these tests, in bytes. */
export const MOST_BYTES = 1024 * 1024

/** `room` is for what is taken in at the same time. */
export async function doors(server: Listening, room?: Room): Promise<Doors> {
  const counts = new IngestCounts()
  const telemetry = new Telemetry(counts, null, room)
  const { backend } = server
  const app = await buildServer({ backend, logLevel: 'silent', web: '/nowhere', counts, telemetry })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const grpc = await serveGrpc({
    ...{ backend, telemetry, host: '127.0.0.1', port: 0, mostBytes: MOST_BYTES },
    log: () => {},
  })
  const close = async () => {
    await grpc.close(100)
    await app.close()
  }
  return { url, grpc, close }
}

/** One Export call for logs with these bytes; the error, or null. `deadline` is in ms from now. */
export function grpcExport(
  port: number,
  body: Buffer,
  headers: Record<string, string> = {},
  deadline = 30_000,
): Promise<ServiceError | null> {
  const raw = (bytes: Buffer) => bytes
  const Client = makeGenericClientConstructor(
    {
      Export: {
        path: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
        requestStream: false,
        responseStream: false,
        requestSerialize: raw,
        requestDeserialize: raw,
        responseSerialize: raw,
        responseDeserialize: raw,
      },
    },
    'Logs',
  )
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure())
  const metadata = new Metadata()
  for (const [key, value] of Object.entries(headers)) metadata.set(key, value)
  return new Promise((resolve) => {
    const done = (error: ServiceError | null) => {
      client.close()
      resolve(error)
    }
    const { Export } = client as unknown as Record<
      string,
      (b: Buffer, m: Metadata, o: { deadline: number }, d: typeof done) => ClientUnaryCall
    >
    Export?.call(client, body, metadata, { deadline: Date.now() + deadline }, done)
  })
}

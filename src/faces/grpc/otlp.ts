/** OTLP over gRPC: the same door as over HTTP, with the status codes of gRPC. */
import {
  type handleUnaryCall,
  Metadata,
  Server,
  ServerCredentials,
  ServerInterceptingCall,
  type ServerInterceptor,
  type ServiceDefinition,
  type StatusObject,
} from '@grpc/grpc-js'
import { TachographError } from '../../errors.ts'
import { codeOf, retryLater, success } from '../../otlp/reply.ts'
import type { Signal } from '../../otlp/signals.ts'
import { admitted } from '../access.ts'
import type { Backend } from '../backend.ts'
import type { Telemetry } from '../post-telemetry.ts'
import { NoRoom } from '../room.ts'

/** Names of the services in the protocol. */
const SERVICES: Readonly<Record<Signal, string>> = {
  logs: 'logs.v1.LogsService',
  metrics: 'metrics.v1.MetricsService',
  traces: 'trace.v1.TraceService',
}

export interface GrpcOptions {
  backend: Backend
  telemetry: Telemetry
  host: string
  /** 0 picks a free one. */
  port: number
  /** Largest message, in bytes, also after decompression. */
  mostBytes: number
  log(error: unknown): void
}

export interface GrpcServer {
  port: number
  /** Lets calls under way end, for so long (ms), then cuts them off. */
  close(farewell: number): Promise<void>
}

/** Streams one connection may have open, so that a single client cannot take all memory. */
const MOST_STREAMS = 128

/** Errors: `port_in_use`. */
export async function serveGrpc(o: GrpcOptions): Promise<GrpcServer> {
  const server = new Server({
    interceptors: [keyFirst(o)],
    'grpc.max_receive_message_length': o.mostBytes,
    'grpc.max_concurrent_streams': MOST_STREAMS,
  })
  for (const [signal, name] of Object.entries(SERVICES)) {
    const raw = (bytes: Buffer) => bytes
    const service: ServiceDefinition = {
      Export: {
        path: `/opentelemetry.proto.collector.${name}/Export`,
        requestStream: false,
        responseStream: false,
        requestSerialize: raw,
        requestDeserialize: raw,
        responseSerialize: raw,
        responseDeserialize: raw,
      },
    }
    server.addService(service, { Export: exportOf(o, signal as Signal) })
  }
  const port = await bound(server, o)
  const close = (farewell: number) =>
    new Promise<void>((done) => {
      const timer = setTimeout(() => server.forceShutdown(), farewell)
      server.tryShutdown(() => {
        clearTimeout(timer)
        done()
      })
    })
  return { port, close }
}

/** Who has no key is told so before anything of the message is read. */
const keyFirst =
  ({ backend, log }: GrpcOptions): ServerInterceptor =>
  (_method, call) =>
    new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, take) => {
            const authorization = metadata.get('authorization').map(String)
            admitted(backend, { authorization }, 'ingest').then(
              () => take(metadata),
              (error) => call.sendStatus(statusOf(error, log)),
            )
          },
        }),
    })

function bound(server: Server, { host, port }: GrpcOptions): Promise<number> {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, taken) => {
      if (error)
        reject(new TachographError('port_in_use', `Port ${port} cannot be listened on.`, { cause: error }))
      else resolve(taken)
    })
  })
}

function exportOf({ backend, telemetry, log }: GrpcOptions, signal: Signal): handleUnaryCall<Buffer, Buffer> {
  return (call, reply) => {
    const place = telemetry.room.place()
    const take = async () => {
      place.grow(call.request.length)
      const authorization = call.metadata.get('authorization').map(String)
      const { org } = await admitted(backend, { authorization }, 'ingest')
      const intake = backend.intake(org)
      const { rejected, message } = await telemetry.take(intake, signal, 'protobuf', call.request, Date.now())
      return success('protobuf', signal, rejected, message)
    }
    const taken = take().finally(() => place.leave())
    taken.then(
      (answer) => reply(null, answer),
      (error) => reply(statusOf(error, log)),
    )
  }
}

/** Only UNAVAILABLE is sent again: whatever goes wrong here must not cost the sender its records. */
function statusOf(
  error: unknown,
  log: (error: unknown) => void,
): Pick<StatusObject, 'code' | 'details'> & Partial<StatusObject> {
  const told = error instanceof TachographError && error.status < 500 ? error : null
  if (told) return { code: codeOf(told.status), details: told.message }
  if (!(error instanceof NoRoom)) log(error)
  const message =
    error instanceof TachographError && error.code === 'unavailable' ? error.message : 'Try again.'
  const code = codeOf(503)
  const metadata = new Metadata()
  metadata.set('grpc-status-details-bin', retryLater(code, message))
  return { code, details: message, metadata }
}

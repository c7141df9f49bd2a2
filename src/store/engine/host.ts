/**
 * The process that is the embedded engine: it runs `clickhouse local` out of libchdb and serves it on loopback.
 *
 * Started by `supervisor.ts` as `node host.js CONFIG_FILE HTTP_PORT TCP_PORT`. The native call never returns while
 * the engine is up, so it lives in a worker thread; the main thread only watches stdin and dies with its parent.
 */
import { createRequire } from 'node:module'
import { isMainThread, Worker, workerData } from 'node:worker_threads'

/** Exit codes the supervisor understands. */
const EXIT_ENGINE_FAILED = 3

function serve(args: string[]): void {
  const require = createRequire(import.meta.url)
  const { DataType, define, open } = require('ffi-rs') as typeof import('ffi-rs')
  const { libchdbPath } = require('chdb/libchdb') as typeof import('chdb/libchdb')
  open({ library: 'chdb', path: libchdbPath() })
  const chdb = define({
    chdb_query_cmdline: {
      library: 'chdb',
      retType: DataType.External,
      paramsType: [DataType.I32, DataType.StringArray],
    },
    chdb_result_error: { library: 'chdb', retType: DataType.String, paramsType: [DataType.External] },
  })
  const result = chdb.chdb_query_cmdline([args.length, args] as never)
  // Bad arguments and a locked folder come back as a result with an error and a zero exit: only the text tells.
  const message = result ? chdb.chdb_result_error([result] as never) : 'no result'
  process.stderr.write(`engine stopped: ${String(message)}\n`)
  process.exit(EXIT_ENGINE_FAILED)
}

if (isMainThread) {
  const [configFile, dataPath, httpPort, tcpPort] = process.argv.slice(2)
  const listen = tcpPort ? `--tcp_port=${tcpPort}` : ''
  const startTcp = tcpPort ? 'SYSTEM START LISTEN TCP; ' : ''
  const args = [
    'clickhouse',
    `--config-file=${configFile}`,
    `--path=${dataPath}`,
    '--listen_host=127.0.0.1',
    `--http_port=${httpPort}`,
    ...(listen ? [listen] : []),
    '--query',
    // The sleep keeps the session alive; a session that ends takes the listeners with it.
    `SYSTEM START LISTEN HTTP; ${startTcp}SELECT sleepEachRow(1) FROM numbers(10000000000) SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 3000000 FORMAT Null`,
  ]
  process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL'))
  process.stdin.on('error', () => process.kill(process.pid, 'SIGKILL'))
  process.stdin.resume()
  process.on('SIGINT', () => {}) // ctrl-c reaches the whole group; the parent decides when the engine goes
  new Worker(new URL(import.meta.url), { workerData: args, resourceLimits: { stackSizeMb: 64 } })
} else {
  serve(workerData as string[])
}

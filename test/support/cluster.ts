/** Two engines on this machine that are the shards of one cluster. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Engine, freePort, startEngine } from '../../src/store/engine/supervisor.ts'

export interface TestCluster {
  /** Addresses of all nodes. */
  urls: string[]
  name: string
  engines: Engine[]
  stop(): Promise<void>
}

const NODES = 2
const MEMORY = 1_000_000_000

export async function startCluster(): Promise<TestCluster> {
  const dir = mkdtempSync(join(tmpdir(), 'tachograph-cluster-'))
  const ports: number[] = []
  for (let i = 0; i < NODES; i++) ports.push(await freePort())
  const shards = ports.map(
    (port) =>
      `<shard><replica><host>127.0.0.1</host><port>${port}</port><user>tachograph</user></replica></shard>`,
  )
  const xml = `<remote_servers><pair><secret>only on this machine</secret>${shards.join('')}</pair></remote_servers>`
  const engines: Engine[] = []
  const stop = async () => {
    await Promise.all(engines.map((e) => e.stop()))
    rmSync(dir, { recursive: true, force: true })
  }
  try {
    for (const [i, tcpPort] of ports.entries())
      engines.push(
        await startEngine({ dir: join(dir, String(i)), memory: MEMORY, cluster: { xml, tcpPort } }),
      )
  } catch (error) {
    await stop()
    throw error
  }
  return { urls: engines.map((e) => e.url), name: 'pair', engines, stop }
}

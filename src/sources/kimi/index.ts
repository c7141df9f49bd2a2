/** Kimi CLI and Kimi Code, two programs of one maker with two formats of the same file name. */
import type { TranscriptSource } from '../source.ts'
import { AGENT as CLI, cliFormat } from './cli.ts'
import { AGENT as CODE, codeFormat } from './code.ts'
import { cliFolders, codeFolders } from './places.ts'

export const kimiCli: TranscriptSource = {
  ...{ id: CLI.harness, title: 'Kimi CLI', parserVersion: CLI.parserVersion },
  roots: cliFolders,
  formats: [cliFormat],
}

export const kimiCode: TranscriptSource = {
  ...{ id: CODE.harness, title: 'Kimi Code', parserVersion: CODE.parserVersion },
  roots: codeFolders,
  formats: [codeFormat],
}

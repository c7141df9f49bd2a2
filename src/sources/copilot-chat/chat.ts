/** Makes facts of a chat of VS Code, put together from its journal or read from its file. */
import { dirname, join } from 'node:path'
import { modelNamed } from '../copilot-cli/keys.ts'
import { count, instant, label, type Row, record, records, text, wholeRow } from '../row.ts'
import type { TranscriptFile } from '../source.ts'
import { type Session, type Telling, type TranscriptAgent, tokensOf } from '../telling.ts'
import { areCounts } from '../tokens.ts'
import { HARNESS, requestKey, roundKey } from './keys.ts'
import { type Called, tellTools } from './tools.ts'

export const AGENT: TranscriptAgent = { harness: HARNESS, parserVersion: 2 }

/** The path of an address, of this machine or another one. */
function pathOf(address: string | null): string | null {
  const path = /^(?:file|vscode-remote):\/\/[^/]*(\/.+)$/.exec(address ?? '')?.[1]
  if (path === undefined) return null
  try {
    return label(decodeURIComponent(path).replace(/^\/([A-Za-z]:)/, '$1'), 4096)
  } catch {
    return label(path, 4096)
  }
}

/** The folder that was open: it is told beside the folder that the chats of a workspace lie in. */
function folderOf({ path, nearby }: TranscriptFile, chat: Row): string | null {
  const content = nearby.read(join(dirname(dirname(path)), 'workspace.json'))
  return pathOf(text((content && wholeRow(content))?.folder)) ?? pathOf(text(chat.workingDirectory))
}

/** `copilot/<model>` is served by GitHub, other models by whom their owner has a key of. */
function servedBy(request: Row): { model: string | null; provider: string | null } {
  const [, vendor, name] = /^([^/]+)\/(.+)$/.exec(label(request.modelId) ?? '') ?? []
  const metadata = record(record(request.result)?.metadata)
  const resolved = modelNamed(label(metadata?.resolvedModel))
  return {
    model: resolved ?? modelNamed(name ?? label(request.modelId)),
    provider: vendor === 'copilot' ? 'github' : null,
  }
}

/** Whether a person typed it: clicks on a button and what the editor sends by itself are requests too. */
function isTyped(request: Row): boolean {
  const { message } = request
  const told = text(message) ?? text(record(message)?.text) ?? ''
  return told.trim() !== '' && request.isSystemInitiated !== true && text(request.confirmation) === null
}

/** The largest that is told: some count but the last call of the request. */
function outputIn(request: Row, metadata: Row | null): number | null {
  const told = [request.completionTokens, metadata?.outputTokens, record(request.usage)?.completionTokens]
    .map(count)
    .filter((n) => n !== null)
  return told.length === 0 ? null : Math.max(...told)
}

function inputIn(request: Row, metadata: Row | null): number | null {
  return count(metadata?.promptTokens ?? request.promptTokens ?? record(request.usage)?.promptTokens)
}

class Chat {
  readonly #telling: Telling
  readonly #session: Session
  readonly #folder: string | null

  constructor(telling: Telling, session: Session, folder: string | null) {
    this.#telling = telling
    this.#session = session
    this.#folder = folder
  }

  request(request: Row, place: string): void {
    const session = this.#session
    const at = this.#telling.time(request.timestamp)
    if (at === null) return
    const id = label(request.requestId)
    const key = requestKey(id ?? `${session.id}:${place}`)
    session.tell(at, {
      client: 'ide',
      cwd: this.#folder,
      version: label(record(request.agent)?.extensionVersion),
    })
    if (isTyped(request)) session.prompt(at, key)
    const command = label(record(request.slashCommand)?.name)
    if (command !== null) session.feature(at, key, 'slash_command', command)
    // While it is answered, its rounds are not told.
    const result = record(request.result)
    if (result) this.#answer(request, result, at, key)
  }

  /** A round is one call of a model; an answer without rounds came of one. */
  #answer(request: Row, result: Row, at: number, key: string): void {
    const session = this.#session
    const metadata = record(result.metadata)
    const rounds = records(metadata?.toolCallRounds)
    const served = servedBy(request)
    const calls: Called[] = []
    let last = at
    for (const [i, round] of rounds.entries()) {
      const told = instant(round.timestamp)
      last = told !== null && told >= last ? told : last
      const id = label(round.id)
      this.#call(last, id === null ? `${key}#${i}` : roundKey(id), served)
      for (const call of records(round.toolCalls)) calls.push({ at: last, told: call })
    }
    if (rounds.length === 0 && !record(result.errorDetails)) this.#call(at, `${key}#0`, served)
    tellTools(session, calls, request.response, this.#telling.file.hashLine, key)
    this.#tokens(inputIn(request, metadata), outputIn(request, metadata), last, key, served)
  }

  #call(at: number, key: string, served: ReturnType<typeof servedBy>): void {
    this.#session.message(at, key, 'assistant')
    this.#session.counter(at, key, { name: 'model_calls', value: 1, temporality: 'delta', ...served })
  }

  #tokens(
    input: number | null,
    output: number | null,
    at: number,
    key: string,
    served: ReturnType<typeof servedBy>,
  ): void {
    if (input === null && output === null) return
    const tokens = tokensOf({ in_uncached: input, out: output })
    this.#telling.naive(tokens)
    if (!areCounts([input, output])) {
      this.#telling.drop('implausible_count', tokens)
      return
    }
    for (const [name, value] of [['tokens_input', input] as const, ['tokens_output', output] as const])
      if (value !== null) this.#session.counter(at, key, { name, value, temporality: 'delta', ...served })
  }
}

/** `chat` is the whole of it, as far as written. */
export function tellChat(telling: Telling, chat: Row): void {
  const { file } = telling
  const name = label(file.path.replace(/^.*[\\/]/, '').replace(/\.jsonl?$/, ''))
  const session = telling.session(label(chat.sessionId) ?? name ?? 'unknown')
  const folder = folderOf(file, chat)
  const of = new Chat(telling, session, folder)
  for (const [i, request] of records(chat.requests).entries()) of.request(request, String(i))
}

/** pi: the conversations it keeps below its agent folder, one JSON object a line. */
import { join } from 'node:path'
import { JsonLines } from '../json-lines.ts'
import type { Beginning, Machine, TranscriptFile, TranscriptReader, TranscriptSource } from '../source.ts'
import { Telling } from '../telling.ts'
import { Conversation, type Ways } from './conversation.ts'
import { isConversation, ofOpenClaw } from './recognise.ts'

export const AGENT = { harness: 'pi', parserVersion: 2 }

const WAYS: Ways = { synthetic: () => false, typed: () => true }

/** `<time>_<id>.jsonl` */
const idOf = (path: string): string | null => /_([^_\\/]+)\.jsonl$/.exec(path)?.[1] ?? null

function open(file: TranscriptFile): TranscriptReader {
  const telling = new Telling(AGENT, file)
  const conversation = new Conversation(telling, WAYS, idOf(file.path))
  return new JsonLines(telling, (row) => conversation.row(row))
}

function roots({ home, env }: Machine): string[] {
  const below = (folder: string): string => folder.replace(/^~(?=$|[\\/])/, home)
  const agent = env.PI_CODING_AGENT_DIR || env.PI_AGENT_DIR || join(home, '.pi/agent')
  return [
    ...(env.PI_CODING_AGENT_SESSION_DIR ? [below(env.PI_CODING_AGENT_SESSION_DIR)] : []),
    join(below(agent), 'sessions'),
  ]
}

const accepts = (path: string): boolean =>
  path.endsWith('.jsonl') && !/(?:^|[\\/])(?:rollout-[^\\/]*|history|journal)\.jsonl$/.test(path)

const recognises = (begins: Beginning): boolean => isConversation(begins) && !ofOpenClaw(begins)

export const pi: TranscriptSource = {
  id: AGENT.harness,
  title: 'pi',
  parserVersion: AGENT.parserVersion,
  roots,
  formats: [{ form: 'lines', accepts, recognises, open }],
}

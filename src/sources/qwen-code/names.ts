/** How Qwen Code names what happened, and who serves its models: the same in transcripts and telemetry. */
import { vendorOf } from '../provider.ts'

export const HARNESS = 'qwen-code'

/** Who serves a model, by the way of logging in; `openai` and `anthropic` are protocols that many speak. */
const PROVIDERS: ReadonlyMap<string, string> = new Map([
  ['qwen-oauth', 'qwen'],
  ['gemini', 'google'],
  ['vertex-ai', 'vertex'],
])

export const providerOf = (auth: string | null, model: string | null): string | null =>
  PROVIDERS.get(auth ?? '') ?? vendorOf(model)

/** What names a call that is not of the conversation. */
export interface Told {
  session: string | null
  prompt: string | null
  response: string | null
  model: string | null
  duration: number | null
  input: number | null
  output: number | null
}

/** As telemetry names such a call. */
export const callKey = ({ session, prompt, response, model, duration, input, output }: Told): string =>
  `${HARNESS}/call:${[session, prompt, response, model?.toLowerCase(), duration, input, output].map((part) => part ?? '').join(':')}`

/** Families of the names agents report. */
import { expect, it } from 'vitest'
import { modelFamily } from './family.ts'

it.each([
  ['claude-opus-4-8', 'Opus'],
  ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'Sonnet'],
  ['anthropic/claude-haiku-4.5', 'Haiku'],
  ['claude-fable-5-1', 'Fable'],
  ['claude-2.1', 'Claude'],
  ['gpt-5.1-codex-max', 'GPT'],
  ['openai/gpt-oss-120b', 'gpt-oss'],
  ['o3-mini', 'OpenAI o'],
  ['gemini-2.5-pro', 'Gemini'],
  ['grok-code-fast-1', 'Grok'],
  ['deepseek-v4-pro', 'DeepSeek'],
  ['moonshotai/kimi-k2', 'Kimi'],
  ['GLM-4.6', 'GLM'],
  ['qwen3-coder:30b', 'Qwen'],
  ['devstral-small-2507', 'Mistral'],
  ['meta-llama/llama-4-scout', 'Llama'],
])('%s is %s', (model, family) => {
  expect(modelFamily(model)).toBe(family)
})

it.each(['', '<synthetic>', 'unknown-model', 'octopus'])('%s has no family', (model) => {
  expect(modelFamily(model)).toBeNull()
})

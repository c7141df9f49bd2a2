/** Tells who served a model by the forms of names. */

/** Who served a model, as far as names tell: the agent speaks to all of them alike. */
export function providerOf(model: string | null, message: string | null): string | null {
  if (message?.startsWith('msg_bdrk_') || (model && /(?:^|[./:])anthropic\.claude|^arn:aws/.test(model))) {
    return 'bedrock'
  }
  if (message?.startsWith('msg_vrtx_') || (model && /claude[^@]*@/.test(model))) return 'vertex'
  return model?.toLowerCase().includes('claude') ? 'anthropic' : null
}

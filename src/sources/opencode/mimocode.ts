/** MiMoCode, which is made from OpenCode. */
import { engineSource } from './engine.ts'

export const mimoCode = engineSource({
  harness: 'mimocode',
  title: 'MiMoCode',
  parserVersion: 2,
  folder: 'mimocode',
  main: ['build', 'main', 'plan'],
})

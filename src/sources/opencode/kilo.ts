/** Kilo CLI, which is made from OpenCode. */
import { engineSource } from './engine.ts'

export const kiloCli = engineSource({
  harness: 'kilo-cli',
  title: 'Kilo CLI',
  parserVersion: 2,
  folder: 'kilo',
  main: ['build', 'code', 'plan'],
})

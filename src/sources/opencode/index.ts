/** OpenCode: the database in its data folder, and the tree of JSON files that it kept before. */
import { engineSource } from './engine.ts'

export const openCode = engineSource({
  harness: 'opencode',
  title: 'OpenCode',
  parserVersion: 2,
  folder: 'opencode',
  main: ['build', 'plan'],
})

/** Questions that are asked several at a time: what answers them has more than one hand, and they wait for one another. */

/** Works on all, few at once; answers in their order. */
export async function together<T, R>(
  all: readonly T[],
  work: (one: T) => Promise<R>,
  atOnce = 6,
): Promise<R[]> {
  const answers: R[] = []
  const left = all.entries()
  const hand = async () => {
    for (const [i, one] of left) answers[i] = await work(one)
  }
  await Promise.all(Array.from({ length: atOnce }, hand))
  return answers
}

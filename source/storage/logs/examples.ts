/** Lines that are understood, as one would write them. */
export const examples = ['step 12 / 1000 | loss 3.1', '{"type": "step", "step": 12, "loss": 3.1}'] as const;

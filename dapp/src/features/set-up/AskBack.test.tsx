import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { AskBack } from './AskBack.tsx'

afterEach(cleanup)

const CODE = 'K7QD-2M9X-H4VT-8PWC-N3RJ-6ZFA-YE50'
const GROUPS = CODE.split('-')

function show() {
  const onNext = vi.fn<() => void>()
  render(<AskBack code={CODE} onBack={() => {}} onNext={onNext} />)
  const asked = screen.getAllByRole('textbox').map((field) => {
    const [label] = (field as HTMLInputElement).labels ?? []
    return { field, group: Number(label?.textContent?.replace('Group ', '')) }
  })
  return { onNext, asked, user: userEvent.setup() }
}

it('asks for two different groups', () => {
  const { asked } = show()
  expect(asked).toHaveLength(2)
  expect(new Set(asked.map((one) => one.group)).size).toBe(2)
})

it('goes on with the right groups, however they are written', async () => {
  const { onNext, asked, user } = show()
  for (const { field, group } of asked)
    await user.type(field, ` ${GROUPS[group - 1]?.toLowerCase().replace('0', 'o')}`)
  await user.click(screen.getByRole('button', { name: 'Go on' }))
  expect(onNext).toHaveBeenCalledOnce()
})

it('does not go on with a wrong one, and says which', async () => {
  const { onNext, asked, user } = show()
  await user.type(asked[0]!.field, GROUPS[asked[0]!.group - 1]!)
  await user.type(asked[1]!.field, 'AAAA')
  await user.click(screen.getByRole('button', { name: 'Go on' }))
  expect(onNext).not.toHaveBeenCalled()
  expect(screen.getByText(`That is not group ${asked[1]!.group}. Look at the card again.`)).toBeTruthy()
  expect(asked[1]!.field.getAttribute('aria-invalid')).toBe('true')
})

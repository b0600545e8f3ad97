import { Camera, PencilLine, Plus, Upload } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { cx } from '../../components/cx.ts'
import { useAct } from '../../hooks/useAct.ts'
import type { AddRecordsRequest, ChartContents } from '../../worker/types.ts'
import { FileButton } from './FileButton.tsx'
import { FileDialog } from './FileDialog.tsx'
import { WriteDialog } from './WriteDialog.tsx'

export type AddRecordsProps = {
  readonly chart: ChartContents
  readonly section: number | null
  /** Why nothing can be filed now. */
  readonly reason?: string | undefined
}

/** The ways to add records: files dropped anywhere on the page, chosen, photographed, or typed. */
export function AddRecords({ chart, section, reason }: AddRecordsProps) {
  const { run } = useAct()
  const [files, setFiles] = useState<readonly File[] | null>(null)
  const [isWriting, setWriting] = useState(false)
  const [isChoosing, setChoosing] = useState(false)
  const isOver = useDroppedFiles(reason === undefined && files === null && !isWriting, setFiles)

  function onFile(request: AddRecordsRequest) {
    setFiles(null)
    setWriting(false)
    void run(request)
  }
  function onFiles(chosen: readonly File[]) {
    setChoosing(false)
    setFiles(chosen)
  }
  const isDisabled = reason !== undefined

  return (
    <>
      <div className="mb-4 flex items-center justify-between gap-3 sm:hidden">
        <h1>Records</h1>
        <Button kind="primary" isDisabled={isDisabled} onPress={() => setChoosing(true)}>
          <Plus />
          Add records
        </Button>
      </div>
      <div
        className={cx(
          'mb-4 hidden flex-wrap items-center gap-4 rounded-sheet border-[1.5px] border-dashed border-line-strong bg-inset py-3 ps-6 pe-3 sm:flex',
          isOver && 'border-spruce bg-spruce-tint',
        )}
      >
        <Upload />
        <div className="min-w-0 flex-1">
          <p className="font-bold">{isOver ? 'Let go to add them' : 'Drop files here to add them'}</p>
          <p className="text-sm text-ink-2">{reason ?? 'Encrypted on this computer first.'}</p>
        </div>
        <div className="ms-auto flex items-center gap-1">
          <Button kind="quiet" isDisabled={isDisabled} onPress={() => setWriting(true)}>
            <PencilLine />
            Type an entry
          </Button>
          <FileButton kind="primary" isDisabled={isDisabled} onFiles={onFiles}>
            Choose files
          </FileButton>
        </div>
      </div>
      {reason === undefined ? null : <p className="mb-4 text-sm text-ink-2 sm:hidden">{reason}</p>}
      {isChoosing ? (
        <Dialog title="Add records" isOpen onClose={() => setChoosing(false)}>
          <p className="mt-1 mb-4 text-sm text-ink-2">Encrypted on this device first.</p>
          <div className="grid gap-2">
            <FileButton kind="primary" onFiles={onFiles}>
              <Upload />
              Choose files
            </FileButton>
            <FileButton isCamera onFiles={onFiles}>
              <Camera />
              Take a photo
            </FileButton>
            <Button
              onPress={() => {
                setChoosing(false)
                setWriting(true)
              }}
            >
              <PencilLine />
              Type an entry
            </Button>
            <Button kind="quiet" onPress={() => setChoosing(false)}>
              Cancel
            </Button>
          </div>
        </Dialog>
      ) : null}
      {files === null ? null : (
        <FileDialog
          chart={chart}
          files={files}
          section={section}
          onClose={() => setFiles(null)}
          onFile={onFile}
        />
      )}
      {isWriting ? (
        <WriteDialog chart={chart} section={section} onClose={() => setWriting(false)} onFile={onFile} />
      ) : null}
    </>
  )
}

/** Takes files dropped anywhere on the page. True while some hang over it. */
function useDroppedFiles(isEnabled: boolean, onFiles: (files: readonly File[]) => void): boolean {
  const [depth, setDepth] = useState(0)
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const onEnter = (event: DragEvent) => hasFiles(event) && setDepth((now) => now + 1)
    const onLeave = (event: DragEvent) => hasFiles(event) && setDepth((now) => Math.max(0, now - 1))
    const onOver = (event: DragEvent) => hasFiles(event) && event.preventDefault()
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setDepth(0)
      const files = [...(event.dataTransfer?.files ?? [])]
      if (isEnabled && files.length > 0) onFiles(files)
    }
    window.addEventListener('dragenter', onEnter)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('dragover', onOver)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragenter', onEnter)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('drop', onDrop)
    }
  }, [isEnabled, onFiles])
  return isEnabled && depth > 0
}

import { expose } from 'comlink'
import { createWorkerApi } from './createWorkerApi.ts'
import { installErrorTransfer } from './errorTransfer.ts'

installErrorTransfer()
expose(createWorkerApi())

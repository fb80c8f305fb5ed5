from calllint.api.functions import Index as Index
from calllint.api.functions import can_call as can_call
from calllint.api.functions import check as check
from calllint.api.functions import impact as impact
from calllint.api.functions import open_index as open_index
from calllint.api.functions import prepare as prepare
from calllint.api.functions import scrub as scrub
from calllint.api.functions import verdicts as verdicts
from calllint.engine.cancall import Answer as Answer
from calllint.engine.cancall import Prepared as Prepared
from calllint.engine.cancall import StaleIndexError as StaleIndexError
from calllint.engine.impact import Impact as Impact
from calllint.engine.options import CalllintError as CalllintError
from calllint.engine.options import InputError as InputError
from calllint.engine.options import Options as Options
from calllint.engine.options import UncheckedError as UncheckedError
from calllint.engine.result import ContactVerdict as ContactVerdict
from calllint.engine.result import Finding as Finding
from calllint.engine.result import Problem as Problem
from calllint.engine.result import Report as Report
from calllint.engine.scrub import Scrubbed as Scrubbed
from calllint.engine.scrub import ScrubOptions as ScrubOptions

__version__: str

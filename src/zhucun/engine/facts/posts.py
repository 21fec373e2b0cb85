"""What is known of an existing posting: who serves where since when."""

from zhucun.engine.facts.fact import Fact
from zhucun.engine.facts.fact import FactKind as K
from zhucun.engine.texts import Text as T

POST: tuple[Fact, ...] = (
    Fact("village_code", T("行政区划代码", "Division code"), K.CODE, ("村代码", "村编码", "AAR008")),
    Fact("village", T("村名", "Village"), K.TEXT, ("村", "行政村", "派驻村", "任职村", "驻村", "帮扶村"), required=True),
    Fact("town", T("乡镇", "Township"), K.TEXT, ("镇", "乡（镇）", "乡(镇)", "镇街", "街道")),
    Fact("candidate_code", T("人员编号", "Staff number"), K.CODE, ("编号", "工号", "干部编号")),
    Fact("name", T("姓名", "Name"), K.TEXT, ("第一书记", "第一书记姓名", "队员姓名", "AAB002"), required=True, personal=True),
    Fact("unit", T("派出单位", "Sending unit"), K.TEXT, ("单位", "选派单位", "工作单位", "AAP001")),
    Fact("since", T("任职日期", "Since"), K.DAY, ("开始时间", "任职时间", "派驻时间", "AAR020"), required=True),
    Fact("until", T("到期日期", "Until"), K.DAY, ("结束时间", "离任时间", "期满时间", "AAR021")),
)  # fmt: skip

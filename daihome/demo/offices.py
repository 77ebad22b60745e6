"""Handling units, and one account per role."""

import os
import secrets

from django.conf import settings

from daihome.demo.people import CHAIR
from representatives.models import Role, User
from suggestions.models import HandlingUnit

Level, Branch = HandlingUnit.UnitLevel, HandlingUnit.Branch
UNITS = [
    ("农业农村办", "汐子镇农业农村办公室", Level.TOWNSHIP, Branch.GOVERNMENT),
    ("村镇建设办", "汐子镇村镇建设办公室", Level.TOWNSHIP, Branch.GOVERNMENT),
    ("民政办", "汐子镇民政和社会事务办公室", Level.TOWNSHIP, Branch.GOVERNMENT),
    ("环卫办", "汐子镇生态环境和环卫办公室", Level.TOWNSHIP, Branch.GOVERNMENT),
    ("党政办", "汐子镇党政综合办公室", Level.TOWNSHIP, Branch.GOVERNMENT),
    ("财政所", "汐子镇财政所", Level.TOWNSHIP, Branch.GOVERNMENT),
    ("水利站", "汐子镇水利服务站", Level.TOWNSHIP, Branch.GOVERNMENT),
    ("林草站", "汐子镇林业和草原工作站", Level.TOWNSHIP, Branch.GOVERNMENT),
    ("医保社保窗口", "汐子镇党群服务中心医保社保窗口", Level.TOWNSHIP, Branch.GOVERNMENT),
    ("派出所", "汐子派出所", Level.TOWNSHIP, Branch.GOVERNMENT),
    ("市场监管所", "汐子市场监督管理所", Level.TOWNSHIP, Branch.GOVERNMENT),
    ("供电所", "汐子供电所", Level.TOWNSHIP, Branch.OTHER),
    ("卫生院", "汐子镇中心卫生院", Level.TOWNSHIP, Branch.OTHER),
    ("中心小学", "汐子镇中心小学", Level.TOWNSHIP, Branch.OTHER),
    ("三十家子村委会", "三十家子村村民委员会", Level.VILLAGE, Branch.OTHER),
    ("汐昌村委会", "汐昌村村民委员会", Level.VILLAGE, Branch.OTHER),
    ("四家村委会", "四家村村民委员会", Level.VILLAGE, Branch.OTHER),
    ("巴润嘎日居委会", "巴润嘎日社区居民委员会", Level.VILLAGE, Branch.OTHER),
    ("交通局", "宁城县交通运输局", Level.COUNTY, Branch.GOVERNMENT),
    ("水利局", "宁城县水利局", Level.COUNTY, Branch.GOVERNMENT),
    ("教育局", "宁城县教育局", Level.COUNTY, Branch.GOVERNMENT),
    ("医保局", "宁城县医疗保障局", Level.COUNTY, Branch.GOVERNMENT),
    ("工信局", "宁城县工业和信息化局", Level.COUNTY, Branch.GOVERNMENT),
]
ACCOUNTS = [
    ("clerk", Role.CLERK, "登记、梳理、交办、告知、存档"),
    ("chair", Role.CHAIR, "审定分类和答复、督办"),
    ("convener", Role.CONVENER, "查看本小组的意见"),
    ("rep1", Role.REPRESENTATIVE, "代表的手机页面 /my/"),
    ("rep2", Role.REPRESENTATIVE, "县级代表，代表的手机页面 /my/"),
    ("auditor", Role.AUDITOR, "县级监督，只读"),
    ("unit", Role.UNIT, "签收、退回、答复交给本单位的意见"),
    ("admin", Role.ADMINISTRATOR, "管理账号和设置"),
]
UNIT_OF_ACCOUNT = "村镇建设办"
ACCOUNTS_FILE = "demo-accounts.txt"
# Without characters that people confuse when they copy a password from paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def make_units(town):
    """The directory of handling units."""
    for order, (key, name, level, branch) in enumerate(UNITS, start=1):
        leader = town.names.name()
        town.units[key] = HandlingUnit.objects.create(
            home=town.home,
            name=name,
            level=level,
            branch=branch,
            leader=leader,
            contact=town.names.name(),
            phone=f"0476-48100{order + 10}",
            order=order,
        )


def make_accounts(town):
    """One account per role, two for representatives; returns (user name, password, name, what for)."""
    owners = {
        "chair": town.people[CHAIR],
        "convener": town.groups[1].conveners.get(is_deputy=False).representative,
        "rep1": town.person_of(town.villages["沙子地村"]),
        "rep2": town.people[-2],
    }
    slips = []
    for username, role, purpose in ACCOUNTS:
        password = new_password()
        user = _account(town, username, role, password, owners.get(username))
        town.users[username] = user
        if role == Role.UNIT:
            town.units[UNIT_OF_ACCOUNT].accounts.add(user)
        slips.append((username, password, user.name, f"{role.label}：{purpose}"))
    return slips


def new_password():
    """Four groups of four: 79 bits, different for each account and each demonstration."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def _account(town, username, role, password, person):
    user = User(
        username=username,
        role=role,
        name=person.name if person else town.names.name(),
        home=None if role == Role.AUDITOR else town.home,
        # They are handed over in a file that only its owner reads, not on a slip.
        must_change_password=False,
    )
    user.set_password(password)
    user.save()
    if role == Role.AUDITOR:
        user.watched_homes.add(town.home)
    if person:
        person.user = user
        person.save()
    return user


def write_accounts(slips):
    """Keep the passwords in DATA_DIR for the owner of the folder only; returns the path."""
    path = settings.DATA_DIR / ACCOUNTS_FILE
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("演示账号（密码随机生成，只用于演示；正式使用前请停用这些账号）\n")
        file.writelines(f"{line}\n" for line in account_lines(slips))
    return path


def account_lines(slips):
    """One line per account, as it is shown and kept."""
    return [
        f"{name:<10}{password:<22}{person}　{purpose}" for name, password, person, purpose in slips
    ]
